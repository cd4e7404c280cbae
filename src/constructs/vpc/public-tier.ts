import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { mapZones, type ByZone } from "./subnet-plan";
import { RoutedSubnet, type SubnetTierProps } from "./routed-subnet";

/**
 * Subnets whose route table has a route to the internet, for load balancers and NAT gateways.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
 */
export class PublicTier extends Construct {
  readonly subnets: ByZone<RoutedSubnet>;

  readonly internetRoute: ITerraformDependable;

  constructor(scope: Construct, id: string, props: SubnetTierProps) {
    super(scope, id);
    const { vpcId, name } = props;

    const gateway = new InternetGateway(this, "gateway", { vpcId, tags: { Name: name } });
    const { id: routeTableId } = new RouteTable(this, "Resource", { vpcId, tags: { Name: name } });
    this.internetRoute = new Route(this, "internet", {
      routeTableId,
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: gateway.id,
    });
    this.subnets = mapZones(
      props.cidrs,
      (cidr, zone) => new RoutedSubnet(this, zone, { tier: props, zone, cidr, routeTableId }),
    );
  }
}
