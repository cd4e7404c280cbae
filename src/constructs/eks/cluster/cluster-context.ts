import type { ITerraformDependable } from "cdktf";
import { accountId, namePrefix, regionName } from "../../../options/fields";
import { type OptionsOf, group } from "../../../options/schema";

/** The cluster on which a workload's permissions depend. */
export const clusterContextFields = group({
  /** Name of the cluster in which the pods run. */
  clusterName: namePrefix,

  /** Region of the cluster, for example `ap-northeast-1`. */
  region: regionName,

  /** Account of the cluster and of the roles, 12 digits. */
  accountId,
});

export interface ClusterContext extends OptionsOf<typeof clusterContextFields> {
  /**
   * Resources that must exist before a role can be associated with the cluster: the cluster, if `clusterName` is plain
   * text and not a reference.
   * @default - only the resources to which the other props refer
   */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** The context among the props of a construct, for its parts. */
export function clusterContextOf({ clusterName, region, accountId, dependsOn }: ClusterContext): ClusterContext {
  return { clusterName, region, accountId, dependsOn };
}
