import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { ByZone } from "./by-zone";

/** What the subnets of one tier have in common. */
export interface SubnetTierProps {
  readonly vpcId: string;

  /** Prefix of the Name tags, for example `platform-dev-private`. */
  readonly name: string;

  readonly region: string;

  /** Address ranges of the subnets. */
  readonly cidrs: ByZone<string>;

  /**
   * Tags by which Kubernetes controllers find the subnets.
   * @default - none
   */
  readonly tags?: Record<string, string>;
}

export interface RoutedSubnetProps {
  readonly tier: SubnetTierProps;

  /** Letter of the availability zone. */
  readonly zone: string;

  readonly cidr: string;

  readonly routeTableId: string;
}

/**
 * A subnet that hands out no public addresses, tied to its route table.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html
 */
export class RoutedSubnet extends Construct {
  readonly subnetId: string;

  /** Once this exists the subnet follows its route table, before that the VPC's main one. */
  readonly association: ITerraformDependable;

  constructor(scope: Construct, id: string, props: RoutedSubnetProps) {
    super(scope, id);
    const { tier, zone, cidr, routeTableId } = props;

    const subnet = new Subnet(this, "Resource", {
      vpcId: tier.vpcId,
      cidrBlock: cidr,
      availabilityZone: `${tier.region}${zone}`,
      mapPublicIpOnLaunch: false,
      tags: { Name: `${tier.name}-${zone}`, ...tier.tags },
    });
    this.association = new RouteTableAssociation(this, "association", { subnetId: subnet.id, routeTableId });

    this.subnetId = subnet.id;
  }
}
