import { z } from "zod";
import { refuseOneAddress } from "../../../options/addresses";
import { callerCidr } from "../../../options/cidr";
import { identityFields, logRetention } from "../../../options/fields";
import { type OptionsOf, type ParsedOptions, byName, distinct, group, ifRead, text } from "../../../options/schema";
import { addOnVersions } from "../add-ons/add-on-options";
import { imageOf, traitsOf } from "../nodes/ami-type";
import { isExactRelease, nodeGroupOptions } from "../nodes/node-group-options";
import { accessOptions } from "./access-options";
import { clusterNetwork } from "./cluster-network";

/** A minor version as EKS names it. It is a string, since the number 1.30 equals 1.3. */
const kubernetesVersion = text(/^1\.\d{2}$/, 'a minor version in quotes such as "1.35"');

/** EKS allows 63 characters, of which a hyphen and Terraform's suffix of 26 characters make the name unique. */
const nodeGroupName = text(
  /^[a-z][a-z0-9-]{0,35}$/,
  '1 to 36 lowercase letters, digits and "-", beginning with a letter',
);

const callers = distinct(callerCidr, { atLeast: 1, of: 'IPv4 ranges such as "198.51.100.0/24"' });

/** The EKS cluster. */
export const clusterFields = group({
  /**
   * Kubernetes minor version in quotes, such as `"1.35"`. EKS upgrades one minor version at a time and does not
   * downgrade. A version whose standard support has ended causes a warning.
   */
  version: kubernetesVersion,

  /**
   * Public IPv4 ranges that can reach the cluster's endpoint from the internet. A principal still needs an entry in
   * `access`. The private endpoint is always enabled.
   * @default - the endpoint is reachable only from within the VPC
   */
  publicAccessCidrs: callers.max(40, "at most 40 ranges, the limit of EKS").optional(),

  /**
   * Whether the cluster and the environment's keys are protected from deletion, by EKS and by Terraform, which refuses
   * first, also where a setting no longer declares a key. Before you destroy them, set this to false and deploy.
   * @default - true
   */
  deletionProtection: z.boolean().default(true),

  /**
   * Days for which the control plane's logs are retained, one of the retention periods that CloudWatch Logs supports.
   * @default - 90
   */
  logRetentionDays: logRetention.default(90),

  /**
   * Principals that can use the Kubernetes API.
   * @default - none
   */
  access: accessOptions.prefault({}),

  /**
   * Node groups by name, of at most 36 characters. At least one group without taints starts with a node, for the
   * add-ons.
   */
  nodeGroups: byName(nodeGroupName, nodeGroupOptions).superRefine(refuseOneAddress, ifRead()),

  /**
   * Versions of the EKS add-ons: `latest` tracks the newest version, `default` the version that EKS recommends for the
   * Kubernetes version. Both are looked up on each plan. A map sets either keyword or an exact version by add-on name;
   * an add-on that is not in the map uses the recommended version.
   * @default - `default`
   */
  addonVersions: addOnVersions.default("default"),
});

type Fields = z.output<typeof clusterFields>;

/** Adds the rules about several of these options to a schema that has them. */
export function withClusterRules<Schema extends z.ZodType<Fields>>(schema: Schema): Schema {
  return schema
    .superRefine(refuseAddonsWithoutNodes, ifRead("nodeGroups"))
    .superRefine(refuseReleasesOfOtherVersions, ifRead("version", "nodeGroups"));
}

/** Options of an EKS cluster and its identity, as {@link EksCluster} validates them. */
export const clusterOptions = withClusterRules(
  clusterFields.extend({
    ...identityFields.shape,
    vpc: clusterNetwork,
  }),
);

export type ClusterOptions = OptionsOf<typeof clusterFields>;

/** Options of an EKS cluster with all defaults. */
export type ParsedClusterOptions = ParsedOptions<typeof clusterFields>;

/**
 * `cluster.nodeGroups`: at least one group has a `desiredSize` of 1 or more and no taint except `PREFER_NO_SCHEDULE`.
 * The deployment waits for add-ons such as coredns, which need a node.
 */
function refuseAddonsWithoutNodes({ nodeGroups }: Fields, context: z.RefinementCtx): void {
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
function refuseReleasesOfOtherVersions({ version, nodeGroups }: Fields, context: z.RefinementCtx): void {
  for (const [name, nodeGroup] of Object.entries(nodeGroups)) {
    const { releaseVersion } = nodeGroup;
    const isAmazonLinux = traitsOf(imageOf(nodeGroup)).operatingSystem === "al2023";
    const isForVersion = releaseVersion.startsWith(`${version}.`) && /-\d{8}$/.test(releaseVersion);
    if (!isAmazonLinux || !isExactRelease(releaseVersion) || isForVersion) continue;
    context.addIssue({
      code: "custom",
      path: ["nodeGroups", name, "releaseVersion"],
      input: releaseVersion,
      message: `a release of Amazon Linux 2023 for Kubernetes ${version}, such as "${version}.0-20260318"`,
    });
  }
}
