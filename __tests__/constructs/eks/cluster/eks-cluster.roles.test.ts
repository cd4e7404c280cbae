import { synthesizeCluster } from "./cluster-fixture";

const cluster = synthesizeCluster();

function attachedTo(role: string): unknown[] {
  return Object.values(cluster.blocks("aws_iam_role_policy_attachment"))
    .filter((attachment) => attachment.role === `\${aws_iam_role.${role}.name}`)
    .map((attachment) => attachment.policy_arn as unknown);
}

describe("ClusterRole", () => {
  test("has the managed policy for clusters", () => {
    expect(attachedTo("cluster_role")).toEqual(["arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"]);
  });

  test("can use only the key for secrets", () => {
    expect(cluster.at("data.aws_iam_policy_document.cluster_role_secrets_key_policy").statement).toEqual([
      {
        sid: "EncryptKubernetesSecrets",
        actions: ["kms:DescribeKey", "kms:Encrypt", "kms:Decrypt", "kms:ListGrants"],
        resources: ["${aws_kms_key.cluster_secrets_key.arn}"],
      },
    ]);
    expect(cluster.at("aws_iam_role_policy.cluster_role_secrets_key")).toMatchObject({
      role: "${aws_iam_role.cluster_role.name}",
      policy: "${data.aws_iam_policy_document.cluster_role_secrets_key_policy.json}",
    });
  });

  test("can be assumed only for this cluster", () => {
    expect(cluster.at("data.aws_iam_policy_document.cluster_role_trust").statement).toEqual([
      {
        sid: "ControlPlaneOfOneCluster",
        principals: [{ type: "Service", identifiers: ["eks.amazonaws.com"] }],
        actions: ["sts:AssumeRole"],
        condition: [
          { test: "StringEquals", variable: "aws:SourceAccount", values: ["123456789012"] },
          {
            test: "ArnEquals",
            variable: "aws:SourceArn",
            values: ["arn:aws:eks:ap-northeast-1:123456789012:cluster/platform-dev"],
          },
        ],
      },
    ]);
  });
});

describe("NodeRole", () => {
  test("lets nodes join, pull images and be reached through Session Manager, and leaves the network to the CNI's role", () => {
    expect(attachedTo("cluster_node_role")).toEqual([
      "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
      "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
      "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
    ]);
  });

  test("can be assumed by instances", () => {
    expect(cluster.at("data.aws_iam_policy_document.cluster_node_role_trust")).toMatchObject({
      statement: [
        { principals: [{ type: "Service", identifiers: ["ec2.amazonaws.com"] }], actions: ["sts:AssumeRole"] },
      ],
    });
  });

  test("is the role of every node group, for which EKS creates the access entry", () => {
    expect(cluster.at("aws_eks_node_group.cluster_nodes_system").node_role_arn).toBe(
      "${aws_iam_role.cluster_node_role.arn}",
    );
    expect(cluster.ids("aws_eks_access_entry")).toEqual([]);
  });
});

describe("the roles of a cluster in GovCloud", () => {
  const gov = synthesizeCluster({ region: "us-gov-west-1" }, { region: "us-gov-west-1" });

  test("have the partition of that region", () => {
    expect(JSON.stringify(gov.json)).toContain("arn:aws-us-gov:iam::aws:policy/AmazonEKSWorkerNodePolicy");
    expect(JSON.stringify(gov.json)).not.toContain("arn:aws:");
  });
});
