import { z } from "zod";
import { type Fault, fault } from "../../../options/faults";
import { type OptionsOf, distinct, group, requirement, text } from "../../../options/schema";
import { longestRolePolicies, policySize } from "../../iam/policy-size";
import { externalDnsStatements } from "./external-dns-policy";

const hostedZoneArn = text(
  /^arn:aws[a-z-]*:route53:::hostedzone\/[A-Z0-9]+$/,
  'ARN of a hosted zone such as "arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ"',
);

/** What external-dns can change. */
export const externalDnsOptions = group({
  /** Route 53 hosted zones whose records external-dns can change. */
  hostedZoneArns: distinct(hostedZoneArn, { atLeast: 1, of: "ARNs of hosted zones" }).check(
    requirement(
      (arns) => policySize([externalDnsStatements(arns)]) <= longestRolePolicies,
      `as many hosted zones as fit in the ${longestRolePolicies} characters of a role's policies, about 75`,
    ),
  ),
});

/** AWS permissions for common workloads, which are installed by other means. */
export const workloadOptions = group({
  /**
   * Whether to create a role, a queue and rules for Karpenter, which starts its own nodes.
   * @default - false
   */
  karpenter: z.boolean().default(false),

  /**
   * Whether to create a role for the cluster autoscaler, which scales node groups marked as `autoscaled`.
   * @default - false
   */
  clusterAutoscaler: z.boolean().default(false),

  /**
   * Whether to create a role for the AWS Load Balancer Controller.
   * @default - false
   */
  loadBalancerController: z.boolean().default(false),

  /**
   * Role for external-dns.
   * @default - none
   */
  externalDns: externalDnsOptions.optional(),
});

export type WorkloadOptions = OptionsOf<typeof workloadOptions>;

/**
 * `cluster.workloads.clusterAutoscaler`: true only if at least one node group is `autoscaled`.
 *
 * @param autoscaledGroups names of the groups that are
 */
export function refuseAutoscalerWithoutGroups(
  { clusterAutoscaler }: Pick<WorkloadOptions, "clusterAutoscaler">,
  autoscaledGroups: readonly string[],
): Fault[] {
  if (!clusterAutoscaler || autoscaledGroups.length > 0) return [];
  return [fault(["clusterAutoscaler"], true, "false, unless at least one node group is autoscaled")];
}
