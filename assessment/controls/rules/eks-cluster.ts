import { calendarDate, standardSupportEnds } from "../../../src/settings/kubernetes-versions";
import { listOf } from "../../model/nested-blocks";
import type { Block, Project, Stack } from "../../model/project";
import { hasExpression, referenceOf, resourcesOf, valueAt, textOf } from "../../model/value";
import { type Rule, ruleOnEach } from "../rule";
import { fails, passes, undecided, type Verdict, verdictOn, wordsOf, worst } from "../verdict";
import { isCustomerKey } from "./customer-key";
import { isInternetRange } from "./traffic";

const type = "aws_eks_cluster";
const controls = "https://docs.aws.amazon.com/securityhub/latest/userguide/eks-controls.html";
const guide = "https://docs.aws.amazon.com/eks/latest/userguide";

/** Both defaults are EKS's: the endpoint is public, and not private. */
const isNotPublic = (cluster: Block) =>
  verdictOn(cluster, "vpc_config.endpoint_public_access", (value) => value === false);
const isPrivate = (cluster: Block) =>
  verdictOn(cluster, "vpc_config.endpoint_private_access", (value) => value === true);

/** Without a list of ranges, a public endpoint is open to any address. */
function isRestricted(cluster: Block): Verdict {
  const closed = isNotPublic(cluster);
  if (closed.outcome === "passes") return worst([closed, isPrivate(cluster)]);
  const path = "vpc_config.public_access_cidrs";
  const ranges = verdictOn(cluster, path, (cidrs) => !listOf(cidrs).some((cidr) => isInternetRange(textOf(cidr))));
  return worst([ranges, isPrivate(cluster)]);
}

function versionIsSupported(cluster: Block, _: Stack, { sources }: Project): Verdict {
  const version = valueAt(cluster, "version");
  if (version.is !== "known") return undecided(wordsOf("version", version), "version");
  const name = textOf(version.value);
  const end = standardSupportEnds(name);
  const calendar = `by EKS's calendar of ${calendarDate}`;
  if (end === undefined)
    return undecided(`Kubernetes ${name} is newer than those in EKS's calendar of ${calendarDate}`, "version");
  if (end === "ended") return fails(`standard support of Kubernetes ${name} has ended ${calendar}`, "version");
  return sources.date < end
    ? passes(`standard support of Kubernetes ${name} ends on ${end} ${calendar}`, "version")
    : fails(`standard support of Kubernetes ${name} ended on ${end} ${calendar}`, "version");
}

function encryptsSecrets(cluster: Block, stack: Stack): Verdict {
  const resources = verdictOn(cluster, "encryption_config.resources", (value) => listOf(value).includes("secrets"));
  return worst([resources, isCustomerKey(cluster, "encryption_config.provider.key_arn", stack)]);
}

/** The group in which EKS writes. If it does not exist, EKS creates one that keeps its events without a limit. */
function auditLogIsKept(cluster: Block, stack: Stack): Verdict {
  const name = valueAt(cluster, "name");
  if (name.is !== "known") return undecided(wordsOf("name", name), "name");
  const groups = resourcesOf(stack, "aws_cloudwatch_log_group");
  const expected = `/aws/eks/${textOf(name.value)}/cluster`;
  const group = groups.find(({ values }) => values.name === expected);
  if (group) {
    const retention = verdictOn(group, "retention_in_days", (days) => days !== 0);
    return { ...retention, found: `${retention.found} in ${group.address}` };
  }
  const unclear = groups.find(({ values }) => values.name === undefined || hasExpression(values.name ?? null));
  return unclear
    ? undecided(`whether ${unclear.address} is named ${expected} is known to Terraform alone`)
    : fails(`no log group named ${expected}`);
}

function usesAccessEntries(cluster: Block, stack: Stack): Verdict {
  const path = "access_config.authentication_mode";
  const mode = verdictOn(cluster, path, (value) => ["API", "API_AND_CONFIG_MAP"].includes(textOf(value)));
  const entries = resourcesOf(stack, "aws_eks_access_entry").filter((entry) => isOf(entry, cluster));
  return { ...mode, found: `${mode.found}, with ${entries.length} aws_eks_access_entry` };
}

/** Whether a resource is part of a cluster, as far as code tells. */
function isOf({ values }: Block, cluster: Block): boolean {
  const name = values.cluster_name;
  return name !== undefined && (referenceOf(name)?.address === cluster.address || name === cluster.values.name);
}

function networkPolicyIsEnabled(cluster: Block, stack: Stack): Verdict {
  const path = "configuration_values";
  const plugin = resourcesOf(stack, "aws_eks_addon").find(
    (addOn) => isOf(addOn, cluster) && addOn.values.addon_name === "vpc-cni",
  );
  if (!plugin) return undecided("no add-on vpc-cni: what the cluster's network plugin enforces is among its contents");
  const value = valueAt(plugin, path);
  if (value.is !== "known")
    return (value.is === "absent" ? fails : undecided)(`${wordsOf(path, value)} in ${plugin.address}`, path);
  const enabled = settingIn(textOf(value.value), "enableNetworkPolicy");
  return String(enabled) === "true"
    ? passes(`enableNetworkPolicy is true in ${plugin.address}`, path)
    : fails(
        `enableNetworkPolicy is ${enabled === undefined ? "not set" : JSON.stringify(enabled)} in ${plugin.address}`,
        path,
      );
}

/** Of a configuration that is not JSON: nothing. */
function settingIn(configuration: string, name: string): unknown {
  try {
    return (JSON.parse(configuration) as Record<string, unknown>)[name];
  } catch {
    return undefined;
  }
}

/** Rules on the control plane of clusters. */
export const eksClusterRules: readonly Rule[] = [
  ruleOnEach({
    id: "eks-endpoint-is-not-public",
    demands: "No endpoint of a cluster can be reached from the internet, whatever ranges it admits.",
    type,
    see: `${controls}#eks-1`,
    decide: isNotPublic,
  }),
  ruleOnEach({
    id: "eks-endpoint-is-restricted",
    demands: "Each cluster has a private endpoint, and a public one admits listed ranges alone.",
    type,
    see: `${guide}/cluster-endpoint.html`,
    decide: isRestricted,
  }),
  ruleOnEach({
    id: "eks-endpoint-is-private",
    demands: "Each cluster has a private endpoint and no public one.",
    type,
    see: `${guide}/cluster-endpoint.html`,
    decide: (cluster) => worst([isNotPublic(cluster), isPrivate(cluster)]),
  }),
  ruleOnEach({
    id: "eks-version-is-supported",
    demands: "Each cluster runs a Kubernetes version in standard support.",
    type,
    see: `${guide}/kubernetes-versions.html#kubernetes-release-calendar`,
    decide: versionIsSupported,
  }),
  ruleOnEach({
    id: "eks-secrets-are-encrypted-with-customer-key",
    demands: "Each cluster encrypts Kubernetes secrets under a customer managed key.",
    type,
    see: `${controls}#eks-3`,
    decide: encryptsSecrets,
  }),
  ruleOnEach({
    id: "eks-audit-log-is-enabled",
    demands: "The control plane of each cluster writes an audit log.",
    type,
    see: `${controls}#eks-8`,
    decide: (cluster) => verdictOn(cluster, "enabled_cluster_log_types", (types) => listOf(types).includes("audit")),
  }),
  ruleOnEach({
    id: "eks-audit-log-is-kept",
    demands: "The stack creates the log group of each control plane, with a retention time.",
    type,
    see: `${guide}/control-plane-logs.html`,
    decide: auditLogIsKept,
  }),
  ruleOnEach({
    id: "eks-uses-access-entries",
    demands: "Access to each cluster is managed by access entries.",
    type,
    see: `${guide}/access-entries.html`,
    decide: usesAccessEntries,
  }),
  ruleOnEach({
    id: "eks-network-policy-is-enabled",
    demands: "The VPC CNI of each cluster enforces network policies.",
    type,
    see: `${guide}/cni-network-policy-configure.html`,
    decide: networkPolicyIsEnabled,
  }),
];
