import { z } from "zod";
import { type FieldsOf, distinct, group, text } from "../options/schema";

/** AWS permissions for common workloads, which are installed by other means. */
export interface WorkloadSettings {
  /**
   * Whether to create a role, a queue and rules for Karpenter, which starts its own nodes.
   * @default - false
   */
  readonly karpenter?: boolean;

  /**
   * Whether to create a role for the cluster autoscaler, which scales node groups marked as `autoscaled`.
   * @default - false
   */
  readonly clusterAutoscaler?: boolean;

  /**
   * Whether to create a role for the AWS Load Balancer Controller.
   * @default - false
   */
  readonly loadBalancerController?: boolean;

  /**
   * Role for external-dns.
   * @default - none
   */
  readonly externalDns?: ExternalDnsSettings;
}

/** What external-dns can change. */
export interface ExternalDnsSettings {
  /** Route 53 hosted zones whose records external-dns can change. */
  readonly hostedZoneArns: readonly string[];
}

const hostedZoneArn = text(
  /^arn:aws[a-z-]*:route53:::hostedzone\/[A-Z0-9]+$/,
  'ARN of a hosted zone such as "arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ"',
);

export const workloadsSchema = group({
  karpenter: z.boolean().default(false),
  clusterAutoscaler: z.boolean().default(false),
  loadBalancerController: z.boolean().default(false),
  externalDns: group({
    hostedZoneArns: distinct(hostedZoneArn, { atLeast: 1, of: "ARNs of hosted zones" }),
  } satisfies FieldsOf<ExternalDnsSettings>).optional(),
} satisfies FieldsOf<WorkloadSettings>).prefault({});
