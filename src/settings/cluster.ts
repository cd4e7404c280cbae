import { z } from "zod";
import { clusterFields, withClusterRules } from "../constructs/eks/cluster/cluster-options";
import { type OptionsOf, ifRead } from "../options/schema";
import { workloadOptions } from "../constructs/eks/workloads/workload-options";

const fields = clusterFields.extend({
  /**
   * AWS permissions for well-known workloads.
   * @default - none
   */
  workloads: workloadOptions.prefault({}),

  /**
   * Whether to create a minimal instance through which Session Manager forwards a port to the private endpoint.
   * @default - false
   */
  sessionManagerAccess: z.boolean().default(false),
});

/** The EKS cluster: its own options, and the optional parts of an environment that depend on it. */
export const clusterSchema = withClusterRules(fields).superRefine(
  refuseAutoscalerWithoutGroups,
  ifRead("nodeGroups", "workloads"),
);

export type ClusterSettings = OptionsOf<typeof clusterSchema>;

/** `cluster.workloads.clusterAutoscaler`: true only if at least one node group is `autoscaled`. */
function refuseAutoscalerWithoutGroups(
  { workloads, nodeGroups }: z.output<typeof fields>,
  context: z.RefinementCtx,
): void {
  if (!workloads.clusterAutoscaler || Object.values(nodeGroups).some(({ autoscaled }) => autoscaled)) return;
  const message = "false, unless at least one node group is autoscaled";
  context.addIssue({ code: "custom", path: ["workloads", "clusterAutoscaler"], input: true, message });
}
