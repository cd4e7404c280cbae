import { TerraformOutput } from "cdktf";
import type { EksClusterProps } from "../../../../src/constructs/eks/cluster/eks-cluster";
import { synthesize } from "../../../support/synthesize";
import { buildCluster, synthesizeCluster, systemGroup } from "./cluster-fixture";

describe("EksCluster with only the required props", () => {
  const minimal = synthesizeCluster();
  const cluster = minimal.at("aws_eks_cluster.cluster");

  test("has the given Kubernetes version, in standard support", () => {
    expect(cluster).toMatchObject({ version: "1.33", upgrade_policy: { support_type: "STANDARD" } });
  });

  test("gives access only by access entries, and not to its creator", () => {
    expect(cluster.access_config).toEqual({
      authentication_mode: "API",
      bootstrap_cluster_creator_admin_permissions: false,
    });
  });

  test("leaves add-ons to the EKS API from the start", () => {
    expect(cluster.bootstrap_self_managed_addons).toBe(false);
  });

  test("has only a private endpoint", () => {
    expect(cluster.vpc_config).toMatchObject({ endpoint_private_access: true, endpoint_public_access: false });
    expect(cluster.vpc_config).not.toHaveProperty("public_access_cidrs");
  });

  test("has its network interfaces in the intra subnets of every zone", () => {
    expect(cluster.vpc_config).toMatchObject({
      subnet_ids: ["${aws_subnet.vpc_intra_a.id}", "${aws_subnet.vpc_intra_c.id}"],
    });
  });

  test("writes all five log types", () => {
    expect(cluster.enabled_cluster_log_types).toEqual([
      "api",
      "audit",
      "authenticator",
      "controllerManager",
      "scheduler",
    ]);
  });

  test("retains its logs for 90 days under the key of CloudWatch Logs", () => {
    const logs = minimal.at("aws_cloudwatch_log_group.cluster_logs");
    expect(logs).toMatchObject({ name: "/aws/eks/platform-dev/cluster", retention_in_days: 90 });
    expect(logs).not.toHaveProperty("kms_key_id");
  });

  test("encrypts Kubernetes secrets with its own customer managed key", () => {
    expect(cluster.encryption_config).toEqual({
      provider: { key_arn: "${aws_kms_key.cluster_secrets_key.arn}" },
      resources: ["secrets"],
    });
  });

  test("rotates the key for secrets, leaves its administration to the account root and never destroys it", () => {
    expect(minimal.at("aws_kms_key.cluster_secrets_key")).toMatchObject({
      enable_key_rotation: true,
      lifecycle: { prevent_destroy: true },
      policy: "${data.aws_iam_policy_document.cluster_secrets_key_policy.json}",
    });
    expect(minimal.at("data.aws_iam_policy_document.cluster_secrets_key_policy")).toMatchObject({
      statement: [
        { principals: [{ type: "AWS", identifiers: ["arn:aws:iam::123456789012:root"] }], actions: ["kms:*"] },
      ],
    });
  });

  test("cannot be deleted by EKS or by Terraform", () => {
    expect(cluster.deletion_protection).toBe(true);
    expect(cluster.lifecycle).toMatchObject({ prevent_destroy: true });
  });

  test("gives no principal access", () => {
    expect(minimal.ids("aws_eks_access_entry")).toEqual([]);
  });

  test("is an OIDC provider in IAM, regardless of the scheme of its issuer", () => {
    expect(minimal.at("aws_iam_openid_connect_provider.cluster_oidc_provider")).toMatchObject({
      url: 'https://${element(split("://", aws_eks_cluster.cluster.identity[0].oidc[0].issuer), 1)}',
      client_id_list: ["sts.amazonaws.com"],
    });
  });

  test("depends neither on the principal that deploys nor on providers other than AWS", () => {
    const dataSources = Object.keys(minimal.json.data ?? {}).sort();
    expect(dataSources).toEqual(["aws_eks_addon_version", "aws_iam_policy_document"]);
    expect(Object.keys(minimal.json.resource ?? {}).filter((type) => !type.startsWith("aws_"))).toEqual([]);
  });
});

describe("EksCluster with all props", () => {
  const keys = { log: "arn:aws:kms:ap-northeast-1:123456789012:key/log", volume: "arn:aws:kms:::key/volume" };
  const maximal = synthesizeCluster(
    {
      publicAccessCidrs: ["203.0.113.0/24", "198.51.100.7/32"],
      deletionProtection: false,
      logRetentionDays: 365,
      logEncryptionKeyArn: keys.log,
      volumeEncryptionKeyArn: keys.volume,
      access: { administrators: ["arn:aws:iam::123456789012:role/Admin"] },
      nodeGroups: { system: systemGroup, batch: { ...systemGroup, instanceTypes: ["c7g.xlarge"], autoscaled: true } },
      addonVersions: "latest",
      nodeTags: { Team: "platform" },
    },
    { availabilityZones: ["a", "c", "d"], natGateways: "none", interfaceEndpoints: "cluster-private" },
  );

  test("admits the given blocks to its public endpoint, and the VPC to its private endpoint", () => {
    expect(maximal.at("aws_eks_cluster.cluster").vpc_config).toMatchObject({
      endpoint_private_access: true,
      endpoint_public_access: true,
      public_access_cidrs: ["203.0.113.0/24", "198.51.100.7/32"],
    });
  });

  test("retains its logs for the given days, under the given key", () => {
    expect(maximal.at("aws_cloudwatch_log_group.cluster_logs")).toMatchObject({
      retention_in_days: 365,
      kms_key_id: keys.log,
    });
  });

  test("can be deleted without protection, with the key of its secrets", () => {
    const cluster = maximal.at("aws_eks_cluster.cluster");
    expect(cluster.deletion_protection).toBe(false);
    expect(cluster.lifecycle).not.toHaveProperty("prevent_destroy");
    expect(maximal.at("aws_kms_key.cluster_secrets_key")).not.toHaveProperty("lifecycle");
  });

  test("encrypts the volumes of every node group with the given key and tags them", () => {
    for (const id of ["cluster_nodes_system_launch_template", "cluster_nodes_batch_launch_template"]) {
      expect(maximal.at(`aws_launch_template.${id}`)).toMatchObject({
        block_device_mappings: [{ ebs: { kms_key_id: keys.volume } }],
        tag_specifications: Array(3).fill({ tags: { Team: "platform" } }),
      });
    }
  });

  test("passes access, add-on versions and node groups on", () => {
    expect(maximal.ids("aws_eks_access_entry")).toEqual(["cluster_access_role_Admin"]);
    expect(maximal.at("data.aws_eks_addon_version.cluster_addon_coredns_version").most_recent).toBe(true);
    expect(maximal.ids("aws_eks_node_group")).toEqual(["cluster_nodes_batch", "cluster_nodes_system"]);
  });

  test("makes nodes wait for the endpoints if there is no NAT gateway", () => {
    expect(maximal.dependsOn("aws_eks_node_group.cluster_nodes_system", "aws_vpc_endpoint.vpc_endpoints_ecr_dkr")).toBe(
      true,
    );
  });
});

/** The text and list attributes of a cluster, as Terraform sees them. */
function outputsOf(props: Partial<EksClusterProps>): Record<string, unknown> {
  const { json } = synthesize((scope) => {
    const cluster = buildCluster(scope, props);
    for (const [name, value] of Object.entries(cluster)) {
      if (typeof value === "string" || Array.isArray(value)) new TerraformOutput(scope, name, { value });
    }
  });
  const { output = {} } = json as { output?: Record<string, { value: unknown }> };
  return Object.fromEntries(Object.entries(output).map(([name, { value }]) => [name, value]));
}

describe("EksCluster", () => {
  test("returns its attributes for other constructs", () => {
    const nodeGroups = { system: systemGroup, burst: { ...systemGroup, autoscaled: true } };
    expect(outputsOf({ nodeGroups })).toMatchObject({
      clusterName: "${aws_eks_cluster.cluster.name}",
      clusterArn: "${aws_eks_cluster.cluster.arn}",
      endpoint: "${aws_eks_cluster.cluster.endpoint}",
      certificateAuthority: "${aws_eks_cluster.cluster.certificate_authority[0].data}",
      oidcIssuer: '${element(split("://", aws_eks_cluster.cluster.identity[0].oidc[0].issuer), 1)}',
      oidcProviderArn: "${aws_iam_openid_connect_provider.cluster_oidc_provider.arn}",
      nodeRoleArn: "${aws_iam_role.cluster_node_role.arn}",
      nodeRoleName: "${aws_iam_role.cluster_node_role.name}",
      clusterSecurityGroupId: "${aws_eks_cluster.cluster.vpc_config[0].cluster_security_group_id}",
      controlPlaneSecurityGroupId: "${aws_security_group.cluster_security_control_plane.id}",
      nodeSecurityGroupId: "${aws_security_group.cluster_security_nodes.id}",
      secretsKeyArn: "${aws_kms_key.cluster_secrets_key.arn}",
      updateKubeconfigCommand: "aws eks update-kubeconfig --region ap-northeast-1 --name platform-dev",
      autoscaledNodeGroupNames: ["${aws_eks_node_group.cluster_nodes_burst.node_group_name}"],
    });
  });
});
