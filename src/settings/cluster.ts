import { z } from "zod";
import { logRetentionDays } from "../constructs/log-retention";
import { type AccessSettings, accessSchema } from "./access";
import { addonVersions } from "./addons";
import { callerCidr } from "./cidr";
import { kubernetesVersion } from "./kubernetes-versions";
import { type NodeGroupSettings, nodeGroupSchema, pinsAmazonLinux } from "./node-group";
import { type FieldsOf, distinct, group, ifRead, oneOfNumbers, text, byName } from "./schema";
import { type WorkloadSettings, workloadsSchema } from "./workloads";

/** The environment's EKS cluster. */
export interface ClusterSettings {
  /** Kubernetes minor version in quotes, such as `"1.35"`. There is a warning when its standard support has ended. */
  readonly version: string;

  /**
   * Public IPv4 ranges that may call the cluster's endpoint from the internet, 1 to 40 of them, each of /8 to /32.
   * @default - the endpoint answers within the VPC only
   */
  readonly publicAccessCidrs?: readonly string[];

  /**
   * Cluster and keys can't be destroyed before this is turned off.
   * @default - true
   */
  readonly deletionProtection?: boolean;

  /**
   * Days for which the control plane's logs are kept, one of those that CloudWatch Logs knows.
   * @default - 90
   */
  readonly logRetentionDays?: number;

  /**
   * Who may use the Kubernetes API.
   * @default - nobody
   */
  readonly access?: AccessSettings;

  /** Node groups by name, which has at most 36 characters. At least one without taints has nodes from the start, for the add-ons. */
  readonly nodeGroups: Readonly<Record<string, NodeGroupSettings>>;

  /**
   * Versions of the EKS add-ons: always the newest, those that EKS recommends for the Kubernetes version, or these by
   * add-on (the others being the recommended ones).
   * @default - `default`
   */
  readonly addonVersions?: "latest" | "default" | Readonly<Record<string, string>>;

  /**
   * AWS rights for workloads that want them.
   * @default - none
   */
  readonly workloads?: WorkloadSettings;

  /**
   * A minimal instance through which Session Manager forwards a port to the private endpoint.
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

/** Add-ons such as coredns never become ready when no node takes them, and the deploy waits for that. */
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

/** An Amazon Linux release is Kubernetes' version and the image's day; Bottlerocket has versions of its own. */
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

function refuseAutoscalerWithoutGroups(
  { workloads, nodeGroups }: z.output<typeof clusterFields>,
  context: z.RefinementCtx,
): void {
  if (!workloads.clusterAutoscaler || Object.values(nodeGroups).some(({ autoscaled }) => autoscaled)) return;
  const message = "false, as long as no node group is marked as autoscaled";
  context.addIssue({ code: "custom", path: ["workloads", "clusterAutoscaler"], input: true, message });
}
