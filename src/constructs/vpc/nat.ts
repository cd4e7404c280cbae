import { Eip } from "@cdktf/provider-aws/lib/eip";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { mapZones, type ByZone } from "./subnet-plan";
import type { RoutedSubnet } from "./routed-subnet";
import type { ParsedVpcOptions } from "./vpc-options";

export interface NatProps extends Pick<ParsedVpcOptions, "natGateways"> {
  /** Prefix of the Name tags. */
  readonly name: string;

  /** Subnets of the gateways; a single gateway is in the first. */
  readonly publicSubnets: ByZone<RoutedSubnet>;

  /** The public subnets' route to the internet, without which a gateway reaches nothing. */
  readonly internetRoute: ITerraformDependable;
}

/**
 * NAT gateways, each with its own Elastic IP address, keyed by the letter of the Availability Zone.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
 */
export class Nat extends Construct {
  private readonly gatewayIds: ByZone<string>;
  private readonly sharedGatewayId?: string;

  constructor(scope: Construct, id: string, props: NatProps) {
    super(scope, id);
    const all = Object.entries(props.publicSubnets);
    const chosen = { none: [], single: all.slice(0, 1), "one-per-az": all }[props.natGateways];

    this.gatewayIds = mapZones(Object.fromEntries(chosen), (subnet, zone) => this.gateway(zone, subnet, props).id);
    this.sharedGatewayId = props.natGateways === "single" ? Object.values(this.gatewayIds)[0] : undefined;
  }

  /** The gateway that the private subnet of a zone uses, if any. */
  gatewayIdFor(zone: string): string | undefined {
    return this.sharedGatewayId ?? this.gatewayIds[zone];
  }

  private gateway(zone: string, subnet: RoutedSubnet, props: NatProps): NatGateway {
    const scope = new Construct(this, zone);
    const tags = { Name: `${props.name}-nat-${zone}` };
    const address = new Eip(scope, "address", { domain: "vpc", tags, dependsOn: [props.internetRoute] });
    return new NatGateway(scope, "Resource", {
      allocationId: address.allocationId,
      subnetId: subnet.subnetId,
      tags,
      dependsOn: [props.internetRoute, subnet.association],
    });
  }
}
