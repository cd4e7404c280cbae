import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { mapZones, type ByZone } from "./subnet-plan";
import type { Nat } from "./nat";
import { RoutedSubnet, type SubnetTierProps } from "./routed-subnet";

export interface PrivateTierProps extends SubnetTierProps {
  /** Gateways for traffic to the internet. */
  readonly nat: Nat;
}

/**
 * Subnets for nodes and pods, each with its own route table: to the NAT gateway of its Availability Zone if there is
 * one, otherwise only within the VPC and to its endpoints.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-scenarios.html
 */
export class PrivateTier extends Construct {
  readonly subnets: ByZone<RoutedSubnet>;
  readonly routeTableIds: ByZone<string>;

  /** Routes to the internet, and the associations of the subnets with their route tables. */
  readonly routes: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: PrivateTierProps) {
    super(scope, id);
    const zones = mapZones(props.cidrs, (cidr, zone) => this.zone(cidr, zone, props));

    this.subnets = mapZones(zones, ({ subnet }) => subnet);
    this.routeTableIds = mapZones(zones, ({ routeTable }) => routeTable.id);
    this.routes = Object.values(zones).flatMap(({ subnet, internetRoutes }) => [...internetRoutes, subnet.association]);
  }

  private zone(cidr: string, zone: string, props: PrivateTierProps) {
    const tags = { Name: `${props.name}-${zone}` };
    const routeTable = new RouteTable(this, zone, { vpcId: props.vpcId, tags });
    // The subnet is in its route table's scope, since both have the zone's letter as their id.
    const subnet = new RoutedSubnet(routeTable, "Resource", { tier: props, zone, cidr, routeTableId: routeTable.id });
    const internetRoutes = routesToInternet(routeTable, props.nat.gatewayIdFor(zone));
    return { routeTable, subnet, internetRoutes };
  }
}

function routesToInternet(routeTable: RouteTable, natGatewayId: string | undefined): Route[] {
  if (natGatewayId === undefined) return [];
  const destinationCidrBlock = "0.0.0.0/0";
  return [new Route(routeTable, "internet", { routeTableId: routeTable.id, destinationCidrBlock, natGatewayId })];
}
