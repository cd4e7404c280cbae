import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { ByZone } from "./subnet-plan";

/** Props that the subnets of one tier share. */
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
 * A subnet that assigns no public addresses, associated with its route table.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html
 */
export class RoutedSubnet extends Construct {
  readonly subnetId: string;

  /**
   * Association of the subnet with its route table. Until it exists, the subnet uses the main route table of the VPC.
   */
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
