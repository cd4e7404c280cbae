import type { ITerraformDependable } from "cdktf";

/** Facts about the cluster on which a workload's permissions depend. */
export interface ClusterContext {
  /** Name of the cluster in which the pods run. */
  readonly clusterName: string;

  /** Region of the cluster, for example `ap-northeast-1`. */
  readonly region: string;

  /** Account of the cluster and of the roles, 12 digits. */
  readonly accountId: string;

  /**
   * Resources that must exist before a role can be associated with the cluster: the cluster, if `clusterName` is plain
   * text and not a reference.
   * @default - only the resources to which the other props refer
   */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** The cluster facts among the props of a construct, for its parts. */
export function clusterContextOf({ clusterName, region, accountId, dependsOn }: ClusterContext): ClusterContext {
  return { clusterName, region, accountId, dependsOn };
}
