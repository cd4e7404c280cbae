import type { AddOnVersions } from "../../../../src/constructs/eks/add-ons/add-on-options";
import { synthesizeCluster } from "../cluster/cluster-fixture";

const addOnIds = [
  "cluster_addon_aws_ebs_csi_driver",
  "cluster_addon_coredns",
  "cluster_addon_eks_node_monitoring_agent",
  "cluster_addon_eks_pod_identity_agent",
  "cluster_addon_kube_proxy",
  "cluster_addon_metrics_server",
  "cluster_addon_vpc_cni",
];

const withVersions = (addonVersions?: AddOnVersions) => synthesizeCluster({ addonVersions });

describe("the add-ons of a cluster", () => {
  const minimal = withVersions();

  test("all exist by default", () => {
    expect(minimal.ids("aws_eks_addon")).toEqual(addOnIds);
  });

  test("overwrite changes that were made in the cluster", () => {
    for (const addOn of Object.values(minimal.blocks("aws_eks_addon"))) {
      expect(addOn).toMatchObject({
        cluster_name: "platform-dev",
        resolve_conflicts_on_create: "OVERWRITE",
        resolve_conflicts_on_update: "OVERWRITE",
      });
    }
  });

  test.each<[string, AddOnVersions | undefined, boolean]>([
    ["the default of the Kubernetes version by default", undefined, false],
    ["the default of the Kubernetes version", "default", false],
    ["the latest for the Kubernetes version", "latest", true],
  ])("have %s", (_case, addonVersions, mostRecent) => {
    const stack = withVersions(addonVersions);
    expect(stack.at("data.aws_eks_addon_version.cluster_addon_coredns_version")).toMatchObject({
      addon_name: "coredns",
      kubernetes_version: "1.33",
      most_recent: mostRecent,
    });
    expect(stack.ids("data.aws_eks_addon_version")).toHaveLength(addOnIds.length);
    expect(stack.at("aws_eks_addon.cluster_addon_coredns").addon_version).toBe(
      "${data.aws_eks_addon_version.cluster_addon_coredns_version.version}",
    );
  });

  test("have exact versions if set, without a lookup in AWS, and the default otherwise", () => {
    const stack = withVersions({ coredns: "v1.12.1-eksbuild.2", "vpc-cni": "latest" });
    expect(stack.at("aws_eks_addon.cluster_addon_coredns").addon_version).toBe("v1.12.1-eksbuild.2");
    expect(stack.ids("data.aws_eks_addon_version")).not.toContain("cluster_addon_coredns_version");
    expect(stack.at("data.aws_eks_addon_version.cluster_addon_vpc_cni_version").most_recent).toBe(true);
    expect(stack.at("data.aws_eks_addon_version.cluster_addon_kube_proxy_version").most_recent).toBe(false);
  });
});

describe("the VPC CNI", () => {
  const stack = synthesizeCluster();

  test("assigns addresses by prefix and enforces network policies", () => {
    const configuration: unknown = JSON.parse(
      String(stack.at("aws_eks_addon.cluster_addon_vpc_cni").configuration_values),
    );
    expect(configuration).toEqual({
      enableNetworkPolicy: "true",
      env: { ENABLE_PREFIX_DELEGATION: "true", WARM_PREFIX_TARGET: "1" },
    });
  });

  test("has its permissions through Pod Identity", () => {
    expect(stack.at("aws_eks_pod_identity_association.cluster_addon_vpc_cni_role_association")).toMatchObject({
      namespace: "kube-system",
      service_account: "aws-node",
      role_arn: "${aws_iam_role.cluster_addon_vpc_cni_role.arn}",
    });
    expect(stack.at("aws_iam_role_policy_attachment.cluster_addon_vpc_cni_role_AmazonEKS_CNI_Policy").policy_arn).toBe(
      "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
    );
  });
});
