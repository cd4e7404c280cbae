import { z } from "zod";
import { clusterFields, withClusterRules } from "../constructs/eks/cluster/cluster-options";
import { workloadOptions } from "../constructs/eks/workloads/workload-options";
import { group } from "../options/schema";

/** The EKS cluster: its own options, and the optional parts of an environment that depend on it. */
export const clusterSchema = withClusterRules(
  group({
    ...clusterFields.shape,

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
  }),
);
