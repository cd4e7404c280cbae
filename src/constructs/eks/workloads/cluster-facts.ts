import type { ITerraformDependable } from "cdktf";

/** What a workload's rights have to know about the cluster that it runs in. */
export interface ClusterFacts {
  /** Name of the cluster that the pods run in. */
  readonly clusterName: string;

  /** Region of the cluster, for example `ap-northeast-1`. */
  readonly region: string;

  /** Account of the cluster and of the roles, 12 digits. */
  readonly accountId: string;

  /**
   * What has to exist before the cluster can be told about a role: the cluster, where `clusterName` is plain text and
   * not a reference.
   * @default - nothing beyond what the other props refer to
   */
  readonly waitsFor?: readonly ITerraformDependable[];
}

/** The facts among the props of a construct, for what it is made of. */
export function clusterFactsOf({ clusterName, region, accountId, waitsFor }: ClusterFacts): ClusterFacts {
  return { clusterName, region, accountId, waitsFor };
}
