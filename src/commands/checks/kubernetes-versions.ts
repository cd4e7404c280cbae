import { CommandError } from "../cli/command-error";
import type { PlannedVersion } from "../terraform/planned-versions";
import { warning, type Finding } from "./finding";
import type { PlanReview } from "./subject";

/** How many minor versions nodes and kube-proxy may be older than the control plane. */
const allowedSkew = 3;

interface Fault {
  readonly text: string;
  readonly nextStep: string;
}

/**
 * Refuses versions of Kubernetes that EKS or Kubernetes does not support: a control plane that moves by more than one
 * minor version or to an earlier one, a node group that moves to an earlier one, and nodes or a kube-proxy newer than
 * the control plane or more than three minor versions older. AWS only recommends that the VPC CNI moves by one minor
 * version at a time, so that a larger step is a warning.
 *
 * @throws CommandError that names each resource, both versions and what to set
 * @see https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateNodegroupVersion.html
 * @see https://kubernetes.io/releases/version-skew-policy/
 * @see https://docs.aws.amazon.com/eks/latest/userguide/managing-vpc-cni.html
 */
export function checkKubernetesVersions({ stack, plan }: Pick<PlanReview, "stack" | "plan">): Finding | undefined {
  const clusters = plan.versions.filter(({ part }) => part === "cluster");
  const faults = plan.versions.flatMap((version) => {
    if (version.part === "cluster") return controlPlaneFaults(version);
    const cluster = clusters.find((one) => one.cluster === version.cluster);
    // The version of a cluster that is refused says nothing about its parts.
    return cluster && controlPlaneFaults(cluster).length > 0 ? [] : faultsOfPart(version, cluster);
  });
  if (faults.length > 0) throw refusal(stack, faults);
  const jumps = plan.versions.filter((version) => version.part === "vpc-cni" && Math.abs(stepOf(version)) > 1);
  if (jumps.length === 0) return undefined;
  return warning(
    `${jumps.map(describe).join(", ")}: AWS recommends one minor version at a time`,
    'to follow it, first set addonVersions["vpc-cni"] to a version in between: docs/upgrade.md#add-ons',
  );
}

function refusal(stack: string, faults: readonly Fault[]): CommandError {
  return new CommandError(
    ["this plan sets versions that EKS or Kubernetes does not support:", ...faults.map(({ text }) => `  ${text}`)].join(
      "\n",
    ),
    [
      `for ${stack} in environments/ (docs/upgrade.md#kubernetes):`,
      ...new Set(faults.map(({ nextStep }) => nextStep)),
    ].join("\n      "),
    { effect: "nothing was applied" },
  );
}

function controlPlaneFaults(version: PlannedVersion): Fault[] {
  const { before = "" } = version;
  const step = stepOf(version);
  if (step > 1) {
    const next = `1.${(minorOf(before) ?? 0) + 1}`;
    return [
      {
        text: `${describe(version)}: EKS upgrades one minor version at a time`,
        nextStep: `set cluster.version: "${next}" and deploy it, then continue with the version after it`,
      },
    ];
  }
  if (step === 0 || step === 1) return [];
  return [
    {
      text: `${describe(version)}: a deployment does not downgrade a control plane`,
      nextStep: `set cluster.version: "${before}", which the cluster runs`,
    },
  ];
}

function faultsOfPart(version: PlannedVersion, cluster: PlannedVersion | undefined): Fault[] {
  const downgrade = {
    text: `${describe(version)}: EKS does not move a node group to an earlier version`,
    nextStep: "deploy a node group under another name, then remove this one",
  };
  return [
    ...(version.part === "nodes" && stepOf(version) < 0 ? [downgrade] : []),
    ...(cluster && version.part !== "vpc-cni" ? skewFaults(version, cluster) : []),
  ];
}

/** A skew that exists already is refused only if the plan changes one of the two versions. */
function skewFaults(version: PlannedVersion, cluster: PlannedVersion): Fault[] {
  const { before, after } = version;
  const controlPlane = minorOf(cluster.after);
  if (controlPlane === undefined || (before === after && cluster.before === cluster.after)) return [];
  const then = minorOf(after);
  if (then !== undefined && then > controlPlane) {
    return [skewFault(version, cluster, "newer than the control plane")];
  }
  // While the control plane is upgraded, its parts are still at the versions before.
  const upgraded = cluster.before !== cluster.after && !cluster.isReplaced ? minorOf(before) : undefined;
  const oldest = Math.min(then ?? controlPlane, upgraded ?? controlPlane);
  if (controlPlane - oldest <= allowedSkew) return [];
  return [skewFault(version, cluster, `more than ${allowedSkew} minor versions older than the control plane`)];
}

function skewFault(version: PlannedVersion, cluster: PlannedVersion, cause: string): Fault {
  const { before = cluster.after, after = "" } = cluster;
  const text = `${describe(version)}: ${cause}, ${after}`;
  if (version.part === "kube-proxy") {
    return { text, nextStep: `set addonVersions["kube-proxy"] to a version of ${after}, or to "default"` };
  }
  return { text, nextStep: `set cluster.version: "${before ?? after}" and deploy it, which updates the node groups` };
}

function describe({ address, before, after }: PlannedVersion): string {
  return `${address}: ${before === undefined || before === after ? "" : `${before} to `}${after ?? "an unknown version"}`;
}

/** By how many minor versions a resource moves; 0 for one that is created or replaced. */
function stepOf({ isReplaced, before, after }: PlannedVersion): number {
  const [from, to] = [minorOf(before), minorOf(after)];
  return isReplaced || from === undefined || to === undefined ? 0 : to - from;
}

/** The minor version in `1.35` and in `v1.35.3-eksbuild.2`. */
function minorOf(version: string | undefined): number | undefined {
  const [, minor] = /^v?1\.(\d+)/.exec(version ?? "") ?? [];
  return minor === undefined ? undefined : Number(minor);
}
