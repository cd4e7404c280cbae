import { z } from "zod";
import { logRetentionDays } from "../constructs/log-retention";
import { type AccessSettings, accessSchema } from "./access";
import { addonVersions } from "./addons";
import { callerCidr } from "./cidr";
import { kubernetesVersion } from "./kubernetes-versions";
import { type NodeGroupSettings, nodeGroupSchema, pinsAmazonLinux } from "./node-group";
import { type FieldsOf, distinct, group, ifRead, oneOfNumbers, text, byName } from "../options/schema";
import { type WorkloadSettings, workloadsSchema } from "./workloads";

/** The EKS cluster. */
export interface ClusterSettings {
  /**
   * Kubernetes minor version in quotes, such as `"1.35"`. A version whose standard support has ended causes a warning.
   */
  readonly version: string;

  /**
   * Public IPv4 ranges that can reach the cluster's endpoint from the internet. A principal still needs an entry in
   * `access`.
   * @default - the endpoint is reachable only from within the VPC
   */
  readonly publicAccessCidrs?: readonly string[];

  /**
   * Whether the cluster and its keys are protected from deletion. Before you destroy them, set this to false and
   * deploy.
   * @default - true
   */
  readonly deletionProtection?: boolean;

  /**
   * Days for which the control plane's logs are retained, one of the retention periods that CloudWatch Logs supports.
   * @default - 90
   */
  readonly logRetentionDays?: number;

  /**
   * Principals that can use the Kubernetes API.
   * @default - none
   */
  readonly access?: AccessSettings;

  /**
   * Node groups by name, of at most 36 characters. At least one group without taints starts with a node, for the
   * add-ons.
   */
  readonly nodeGroups: Readonly<Record<string, NodeGroupSettings>>;

  /**
   * Versions of the EKS add-ons: `latest` tracks the newest version, `default` the version that EKS recommends for the
   * Kubernetes version. A map sets either keyword or an exact version by add-on name; an add-on that is not in the map
   * uses the recommended version.
   * @default - `default`
   */
  readonly addonVersions?: "latest" | "default" | Readonly<Record<string, string>>;

  /**
   * AWS permissions for well-known workloads.
   * @default - none
   */
  readonly workloads?: WorkloadSettings;

  /**
   * Whether to create a minimal instance through which Session Manager forwards a port to the private endpoint.
   * @default - false
   */
  readonly sessionManagerAccess?: boolean;
}

/** EKS allows 63 characters, of which a hyphen and Terraform's suffix of 26 characters make the name unique. */
const nodeGroupName = text(
  /^[a-z][a-z0-9-]{0,35}$/,
  '1 to 36 lowercase letters, digits and "-", beginning with a letter',
);

const callers = distinct(callerCidr, { atLeast: 1, of: 'IPv4 ranges such as "198.51.100.0/24"' });

const clusterFields = group({
  version: kubernetesVersion,
  publicAccessCidrs: callers.max(40, "at most 40 ranges, the limit of EKS").optional(),
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
 * `cluster.nodeGroups`: at least one group has a `desiredSize` of 1 or more and no taint except `PREFER_NO_SCHEDULE`.
 * The deployment waits for add-ons such as coredns, which need a node.
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
 * `cluster.nodeGroups.<name>.releaseVersion`: an exact release of Amazon Linux must be a release for `cluster.version`.
 * Bottlerocket has its own versions.
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
  const message = "false, unless at least one node group is autoscaled";
  context.addIssue({ code: "custom", path: ["workloads", "clusterAutoscaler"], input: true, message });
}
