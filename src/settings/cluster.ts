import { z } from "zod";
import { logRetentionDays } from "../constructs/log-retention";
import { type AccessSettings, accessSchema } from "./access";
import { addonVersions } from "./addons";
import { callerCidr } from "./cidr";
import { kubernetesVersion } from "./kubernetes-versions";
import { type NodeGroupSettings, nodeGroupSchema, pinsAmazonLinux } from "./node-group";
import { type FieldsOf, distinct, group, ifRead, oneOfNumbers, text, byName } from "./schema";
import { type WorkloadSettings, workloadsSchema } from "./workloads";

/** The EKS cluster. */
export interface ClusterSettings {
  /** Kubernetes minor version in quotes, such as `"1.35"`. There is a warning when its standard support has ended. */
  readonly version: string;

  /**
   * Public IPv4 ranges that may call the cluster's endpoint from the internet. Access still takes an entry in `access`.
   * @default - the endpoint answers within the VPC only
   */
  readonly publicAccessCidrs?: readonly string[];

  /**
   * Whether the cluster and its keys are protected from being destroyed, until this is false and deployed.
   * @default - true
   */
  readonly deletionProtection?: boolean;

  /**
   * Days for which the control plane's logs are kept, one of the periods that CloudWatch Logs offers.
   * @default - 90
   */
  readonly logRetentionDays?: number;

  /**
   * Principals that may use the Kubernetes API.
   * @default - none
   */
  readonly access?: AccessSettings;

  /** Node groups by name, which has at most 36 characters. At least one without taints has nodes from the start, for the add-ons. */
  readonly nodeGroups: Readonly<Record<string, NodeGroupSettings>>;

  /**
   * Versions of the EKS add-ons: `latest` follows the newest, `default` those that EKS recommends for the Kubernetes
   * version. By the add-on's name, the two or an exact version; an add-on without a name here has the recommended one.
   * @default - `default`
   */
  readonly addonVersions?: "latest" | "default" | Readonly<Record<string, string>>;

  /**
   * AWS permissions for well-known workloads.
   * @default - none
   */
  readonly workloads?: WorkloadSettings;

  /**
   * Whether there is a minimal instance through which Session Manager forwards a port to the private endpoint.
   * @default - false
   */
  readonly sessionManagerAccess?: boolean;
}

/** EKS takes 63 characters, of which a hyphen and Terraform's suffix of 26 make the name unique. */
const nodeGroupName = text(
  /^[a-z][a-z0-9-]{0,35}$/,
  '1 to 36 lower-case letters, digits and "-", beginning with a letter',
);

const callers = distinct(callerCidr, { atLeast: 1, of: 'IPv4 ranges such as "198.51.100.0/24"' });

const clusterFields = group({
  version: kubernetesVersion,
  publicAccessCidrs: callers.max(40, "at most 40 ranges, which is what EKS takes").optional(),
  deletionProtection: z.boolean().default(true),
  logRetentionDays: oneOfNumbers(logRetentionDays).default(90),
  access: accessSchema,
  nodeGroups: byName(nodeGroupName, nodeGroupSchema),
  addonVersions: addonVersions.default("default"),
  workloads: workloadsSchema,
  sessionManagerAccess: z.boolean().default(false),
} satisfies FieldsOf<ClusterSettings>);

export const clusterSchema = clusterFields
  .superRefine(refuseAddonsWithoutNodes, ifRead("nodeGroups"))
  .superRefine(refuseAutoscalerWithoutGroups, ifRead("nodeGroups", "workloads"))
  .superRefine(refuseReleasesOfOtherVersions, ifRead("version", "nodeGroups"));

/**
 * `cluster.nodeGroups`: at least one group has a `desiredSize` of 1 or more and no taint but `PREFER_NO_SCHEDULE`. The
 * deploy waits for add-ons such as coredns, which need a node.
 */
function refuseAddonsWithoutNodes({ nodeGroups }: z.output<typeof clusterFields>, context: z.RefinementCtx): void {
  const isForAddons = Object.values(nodeGroups).some(({ taints, desiredSize }) => {
    return desiredSize > 0 && taints.every(({ effect }) => effect === "PREFER_NO_SCHEDULE");
  });
  if (isForAddons) return;
  context.addIssue({
    code: "custom",
    path: ["nodeGroups"],
    input: Object.keys(nodeGroups),
    message: "at least one node group without taints and with a desiredSize of 1 or more, for the add-ons",
  });
}

/**
 * `cluster.nodeGroups.<name>.releaseVersion`: an exact release of Amazon Linux is one for `cluster.version`. Bottlerocket
 * has versions of its own.
 */
function refuseReleasesOfOtherVersions(
  { version, nodeGroups }: z.output<typeof clusterFields>,
  context: z.RefinementCtx,
): void {
  for (const [name, nodeGroup] of Object.entries(nodeGroups)) {
    const { releaseVersion } = nodeGroup;
    const isForVersion = releaseVersion.startsWith(`${version}.`) && /-\d{8}$/.test(releaseVersion);
    if (!pinsAmazonLinux(nodeGroup) || isForVersion) continue;
    context.addIssue({
      code: "custom",
      path: ["nodeGroups", name, "releaseVersion"],
      input: releaseVersion,
      message: `a release of Amazon Linux 2023 for Kubernetes ${version}, such as "${version}.0-20260318"`,
    });
  }
}

/** `cluster.workloads.clusterAutoscaler`: true only if at least one node group is `autoscaled`. */
function refuseAutoscalerWithoutGroups(
  { workloads, nodeGroups }: z.output<typeof clusterFields>,
  context: z.RefinementCtx,
): void {
  if (!workloads.clusterAutoscaler || Object.values(nodeGroups).some(({ autoscaled }) => autoscaled)) return;
  const message = "false, as long as no node group is marked as autoscaled";
  context.addIssue({ code: "custom", path: ["workloads", "clusterAutoscaler"], input: true, message });
}
