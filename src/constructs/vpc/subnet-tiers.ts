import type { Construct } from "constructs";
import { IsolatedTier } from "./isolated-tier";
import { Nat } from "./nat";
import { PrivateTier } from "./private-tier";
import { PublicTier } from "./public-tier";
import type { SubnetPlan, SubnetTier } from "./subnet-plan";
import type { ParsedVpcOptions } from "./vpc-options";

export interface SubnetTiersProps extends Pick<ParsedVpcOptions, "natGateways" | "databaseSubnets"> {
  readonly vpcId: string;
  readonly name: string;
  readonly region: string;

  /** Address ranges of the subnets. */
  readonly plan: SubnetPlan;

  /**
   * Cluster whose Karpenter can launch nodes in the private subnets.
   * @default - none
   */
  readonly clusterName?: string;
}

export interface SubnetTiers {
  readonly public: PublicTier;
  readonly private: PrivateTier;
  readonly intra: IsolatedTier;

  /** Only if configured. */
  readonly database?: IsolatedTier;
}

/**
 * Creates the subnets of all tiers, with their routing, in a VPC.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
 */
export function addSubnetTiers(scope: Construct, props: SubnetTiersProps): SubnetTiers {
  const { vpcId, region, name, plan, natGateways } = props;
  const tierProps = (tier: SubnetTier) => ({ vpcId, region, name: `${name}-${tier}`, cidrs: plan[tier] });

  const publicTier = new PublicTier(scope, "public", { ...tierProps("public"), tags: publicTags });
  const { subnets: publicSubnets, internetRoute } = publicTier;
  const nat = new Nat(scope, "nat", { name, natGateways, publicSubnets, internetRoute });
  return {
    public: publicTier,
    private: new PrivateTier(scope, "private", { ...tierProps("private"), nat, tags: privateTags(props.clusterName) }),
    intra: new IsolatedTier(scope, "intra", tierProps("intra")),
    database: props.databaseSubnets ? new IsolatedTier(scope, "database", tierProps("database")) : undefined,
  };
}

const publicTags = { "kubernetes.io/role/elb": "1" };

function privateTags(clusterName: string | undefined): Record<string, string> {
  const discovery = clusterName === undefined ? undefined : { "karpenter.sh/discovery": clusterName };
  return { "kubernetes.io/role/internal-elb": "1", ...discovery };
}
