import { checkKubernetesVersions } from "../../../src/commands/checks/kubernetes-versions";
import { CommandError } from "../../../src/commands/cli/command-error";
import { summarizePlan } from "../../../src/commands/terraform/plan";

/** A version before and after; without one before it is created, without one after it is destroyed. */
type Move = readonly [before: string | undefined, after: string | undefined];

interface Cluster {
  readonly cluster: Move;
  readonly nodes?: Move;
  readonly kubeProxy?: Move;
  readonly vpcCni?: Move;
  readonly actions?: readonly string[];
}

/** The output of `terraform show -json` for a plan of a cluster and its parts. */
function planOf({ cluster, nodes, kubeProxy, vpcCni, actions = ["update"] }: Cluster) {
  const change = (address: string, [before, after]: Move, valuesOf: (version: string) => object) => ({
    address,
    mode: "managed",
    type: address.split(".")[0],
    change: {
      actions,
      before: before === undefined ? null : valuesOf(before),
      after: after === undefined ? null : valuesOf(after),
    },
  });
  const addOn = (addon_name: string) => (addon_version: string) => ({ cluster_name: "dev", addon_name, addon_version });
  return summarizePlan({
    resource_changes: [
      change("aws_eks_cluster.cluster", cluster, (version) => ({ name: "dev", version })),
      ...(nodes ? [change("aws_eks_node_group.nodes", nodes, (version) => ({ cluster_name: "dev", version }))] : []),
      ...(kubeProxy ? [change("aws_eks_addon.proxy", kubeProxy, addOn("kube-proxy"))] : []),
      ...(vpcCni ? [change("aws_eks_addon.cni", vpcCni, addOn("vpc-cni"))] : []),
    ],
  });
}

function refusalOf(cluster: Cluster): CommandError {
  try {
    checkKubernetesVersions({ stack: "dev", plan: planOf(cluster) });
  } catch (error) {
    if (error instanceof CommandError) return error;
  }
  throw new Error("not refused");
}

test.each<[string, Cluster]>([
  ["the next minor version", { cluster: ["1.35", "1.36"], nodes: ["1.35", "1.36"] }],
  ["no other version", { cluster: ["1.35", "1.35"], nodes: ["1.35", "1.35"] }],
  ["a new cluster", { cluster: [undefined, "1.36"], nodes: [undefined, "1.36"] }],
  ["a cluster that is destroyed", { cluster: ["1.35", undefined], nodes: ["1.35", undefined] }],
  ["a replacement by another version", { cluster: ["1.35", "1.33"], actions: ["delete", "create"] }],
  ["nodes three minor versions behind during the upgrade", { cluster: ["1.35", "1.36"], nodes: ["1.33", "1.36"] }],
  ["nodes that catch up after EKS upgraded the cluster", { cluster: ["1.36", "1.36"], nodes: ["1.32", "1.36"] }],
  [
    "a kube-proxy of the cluster's version",
    { cluster: ["1.35", "1.36"], kubeProxy: ["v1.35.3-eksbuild.2", "v1.36.0-eksbuild.1"] },
  ],
  [
    "an old kube-proxy that the plan leaves alone",
    { cluster: ["1.36", "1.36"], kubeProxy: ["v1.30.1-eksbuild.1", "v1.30.1-eksbuild.1"] },
  ],
])("%s is accepted", (_, cluster) => {
  expect(checkKubernetesVersions({ stack: "dev", plan: planOf(cluster) })).toBeUndefined();
});

test.each<[string, Cluster, string, string]>([
  [
    "two minor versions up",
    { cluster: ["1.35", "1.37"] },
    "aws_eks_cluster.cluster: 1.35 to 1.37: EKS upgrades one",
    'cluster.version: "1.36"',
  ],
  [
    "one minor version down",
    { cluster: ["1.35", "1.34"], nodes: ["1.35", "1.34"] },
    "1.35 to 1.34: a deployment does not downgrade",
    'cluster.version: "1.35"',
  ],
  [
    "many down",
    { cluster: ["1.40", "1.9"] },
    "1.40 to 1.9: a deployment does not downgrade",
    'cluster.version: "1.40"',
  ],
  [
    "nodes down",
    { cluster: ["1.35", "1.35"], nodes: ["1.35", "1.34"] },
    "aws_eks_node_group.nodes: 1.35 to 1.34: EKS does not move",
    "under another name",
  ],
  [
    "nodes above the control plane",
    { cluster: ["1.35", "1.35"], nodes: ["1.35", "1.36"] },
    "nodes: 1.35 to 1.36: newer than the control plane, 1.35",
    'cluster.version: "1.35"',
  ],
  [
    "nodes left too far behind",
    { cluster: ["1.35", "1.36"], nodes: ["1.32", "1.36"] },
    "more than 3 minor versions older than the control plane, 1.36",
    'cluster.version: "1.35"',
  ],
  [
    "a kube-proxy above the control plane",
    { cluster: ["1.35", "1.35"], kubeProxy: ["v1.35.3-eksbuild.2", "v1.36.0-eksbuild.1"] },
    "proxy: v1.35.3-eksbuild.2 to v1.36.0-eksbuild.1: newer",
    "a version of 1.35",
  ],
  [
    "a new kube-proxy above the control plane",
    { cluster: [undefined, "1.35"], kubeProxy: [undefined, "v1.36.0-eksbuild.1"] },
    "aws_eks_addon.proxy: v1.36.0-eksbuild.1: newer",
    "a version of 1.35",
  ],
  [
    "a pinned kube-proxy too far behind",
    { cluster: ["1.35", "1.36"], kubeProxy: ["v1.32.6-eksbuild.2", "v1.32.6-eksbuild.2"] },
    "aws_eks_addon.proxy: v1.32.6-eksbuild.2: more than 3",
    "a version of 1.36",
  ],
])("%s is refused with both versions and what to set", (_, cluster, message, nextStep) => {
  const refusal = refusalOf(cluster);
  expect(refusal.message).toContain(message);
  expect(refusal.nextStep).toContain("nothing was applied; for dev in environments/");
  expect(refusal.nextStep).toContain(nextStep);
});

test("a cluster that is refused is the only fault, since its parts follow its version", () => {
  const { message } = refusalOf({
    cluster: ["1.35", "1.34"],
    nodes: ["1.35", "1.34"],
    kubeProxy: ["v1.35.3-eksbuild.2", "v1.35.3-eksbuild.2"],
  });
  expect(message.split("\n")).toHaveLength(2);
});

test("a VPC CNI that skips a minor version is a warning, in both directions", () => {
  const warningOf = (vpcCni: Move) =>
    checkKubernetesVersions({ stack: "dev", plan: planOf({ cluster: ["1.35", "1.35"], vpcCni }) });
  expect(warningOf(["v1.19.0-eksbuild.1", "v1.20.4-eksbuild.2"])).toBeUndefined();
  for (const move of [
    ["v1.19.0-eksbuild.1", "v1.21.1-eksbuild.1"],
    ["v1.21.1-eksbuild.1", "v1.19.0-eksbuild.1"],
  ] as const) {
    expect(warningOf(move)).toMatchObject({
      outcome: "warning",
      detail: `aws_eks_addon.cni: ${move[0]} to ${move[1]}: AWS recommends one minor version at a time`,
    });
  }
});

test("each node group is judged by its own cluster", () => {
  const version = (address: string, values: object) => ({
    address,
    mode: "managed",
    type: address.split(".")[0],
    change: { actions: ["update"], before: values, after: { ...values, version: "1.36" } },
  });
  const plan = summarizePlan({
    resource_changes: [
      version("aws_eks_cluster.one", { name: "one", version: "1.35" }),
      version("aws_eks_node_group.one", { cluster_name: "one", version: "1.35" }),
      { ...version("aws_eks_cluster.two", { name: "two", version: "1.36" }) },
      version("aws_eks_node_group.two", { cluster_name: "two", version: "1.30" }),
    ],
  });
  expect(checkKubernetesVersions({ stack: "dev", plan })).toBeUndefined();
});
