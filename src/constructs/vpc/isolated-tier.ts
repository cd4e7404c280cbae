import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { Construct } from "constructs";
import { mapZones, type ByZone } from "./subnet-plan";
import { RoutedSubnet, type SubnetTierProps } from "./routed-subnet";

/**
 * Subnets with their own route table, which has no route to or from the internet.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
 */
export class IsolatedTier extends Construct {
  readonly subnets: ByZone<RoutedSubnet>;
  readonly routeTableId: string;

  constructor(scope: Construct, id: string, props: SubnetTierProps) {
    super(scope, id);
    const { id: routeTableId } = new RouteTable(this, "Resource", { vpcId: props.vpcId, tags: { Name: props.name } });

    this.subnets = mapZones(
      props.cidrs,
      (cidr, zone) => new RoutedSubnet(this, zone, { tier: props, zone, cidr, routeTableId }),
    );
    this.routeTableId = routeTableId;
  }
}
