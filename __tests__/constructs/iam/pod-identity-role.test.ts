import { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster";
import { PodIdentityRole, type PodIdentityRoleProps } from "../../../src/constructs/iam/pod-identity-role";
import type { AccessCase } from "../../support/policies";
import { policyDocument } from "../../support/policy-document";
import { expectPolicy } from "../../support/policy-mutations";
import { synthesize } from "../../support/synthesize";

const minimal: PodIdentityRoleProps = {
  roleName: "platform-dev-cni",
  clusterName: "platform-dev",
  region: "ap-northeast-1",
  accountId: "123456789012",
  namespace: "kube-system",
  serviceAccount: "aws-node",
};

function role(props: Partial<PodIdentityRoleProps> = {}) {
  return synthesize((scope) => new PodIdentityRole(scope, "cni", { ...minimal, ...props }));
}

describe("PodIdentityRole", () => {
  test("can be assumed only for one service account of one cluster", () => {
    const trust: unknown = role().at("data.aws_iam_policy_document.cni_trust").statement;

    expect(trust).toEqual([
      {
        sid: "PodIdentityOfOneServiceAccount",
        principals: [{ type: "Service", identifiers: ["pods.eks.amazonaws.com"] }],
        actions: ["sts:AssumeRole", "sts:TagSession"],
        condition: [
          { test: "StringEquals", variable: "aws:SourceAccount", values: ["123456789012"] },
          {
            test: "ArnEquals",
            variable: "aws:SourceArn",
            values: ["arn:aws:eks:ap-northeast-1:123456789012:cluster/platform-dev"],
          },
          { test: "StringEquals", variable: "aws:RequestTag/kubernetes-namespace", values: ["kube-system"] },
          { test: "StringEquals", variable: "aws:RequestTag/kubernetes-service-account", values: ["aws-node"] },
        ],
      },
    ]);
  });

  test("cannot be assumed for another account, cluster, namespace or service account", async () => {
    const request = {
      principal: "pods.eks.amazonaws.com",
      resource: "arn:aws:iam::123456789012:role/platform-dev-cni",
    };
    const own = {
      "aws:SourceAccount": "123456789012",
      "aws:SourceArn": "arn:aws:eks:ap-northeast-1:123456789012:cluster/platform-dev",
      "aws:RequestTag/kubernetes-namespace": "kube-system",
      "aws:RequestTag/kubernetes-service-account": "aws-node",
    };
    const others = [
      { "aws:SourceAccount": "999999999999" },
      { "aws:SourceArn": "arn:aws:eks:ap-northeast-1:123456789012:cluster/platform-prod" },
      { "aws:RequestTag/kubernetes-namespace": "default" },
      { "aws:RequestTag/kubernetes-service-account": "default" },
    ];
    const cases = ["sts:AssumeRole", "sts:TagSession"].flatMap((action): AccessCase[] => [
      { ...request, name: `${action} for its own`, action, context: own, decision: "Allowed" },
      ...others.map((other): AccessCase => {
        const name = `${action} for ${JSON.stringify(other)}`;
        return { ...request, name, action, context: { ...own, ...other }, decision: "ImplicitlyDenied" };
      }),
    ]);
    cases.push({
      ...request,
      name: "under another name",
      action: "sts:SetSourceIdentity",
      context: own,
      decision: "ImplicitlyDenied",
    });
    const trust = policyDocument(role(), "aws_iam_role.cni.assume_role_policy");

    await expectPolicy(trust, cases);
  });

  test("waits for the given cluster only with the association", () => {
    const stack = synthesize((scope) => {
      const cluster = new EksCluster(scope, "cluster", {
        name: "platform-dev",
        roleArn: "arn:aws:iam::123456789012:role/cluster",
        vpcConfig: { subnetIds: ["subnet-1", "subnet-2"] },
      });
      new PodIdentityRole(scope, "cni", { ...minimal, dependsOn: [cluster] });
    });

    expect(stack.dependsOn("aws_eks_pod_identity_association.cni_association", "aws_eks_cluster.cluster")).toBe(true);
    expect(stack.dependsOn("aws_iam_role.cni", "aws_eks_cluster.cluster")).toBe(false);
  });

  test("is associated with its service account and has no permissions by default", () => {
    const stack = role();

    expect(stack.at("aws_eks_pod_identity_association.cni_association")).toMatchObject({
      cluster_name: "platform-dev",
      namespace: "kube-system",
      service_account: "aws-node",
      role_arn: "${aws_iam_role.cni.arn}",
    });
    expect(stack.ids("aws_iam_role_policy")).toEqual([]);
    expect(stack.ids("aws_iam_role_policy_attachment")).toEqual([]);
  });

  test("has its managed and inline policies before it is associated with the service account", () => {
    const stack = role({
      managedPolicyArns: ["arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy"],
      policies: { metrics: [{ sid: "Metrics", actions: ["cloudwatch:PutMetricData"], resources: ["*"] }] },
    });

    expect(stack.at("aws_iam_role_policy_attachment.cni_AmazonEKS_CNI_Policy")).toMatchObject({
      role: "${aws_iam_role.cni.name}",
      policy_arn: "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
    });
    expect(stack.at("aws_iam_role_policy.cni_metrics")).toMatchObject({
      name: "metrics",
      policy: "${data.aws_iam_policy_document.cni_metrics_policy.json}",
    });
    const association = "aws_eks_pod_identity_association.cni_association";
    expect(stack.dependsOn(association, "aws_iam_role_policy_attachment.cni_AmazonEKS_CNI_Policy")).toBe(true);
    expect(stack.dependsOn(association, "aws_iam_role_policy.cni_metrics")).toBe(true);
  });

  test("leaves the association to an add-on that creates its own", () => {
    expect(role({ associate: false }).ids("aws_eks_pod_identity_association")).toEqual([]);
  });

  test("names the cluster in the partition of its region", () => {
    const trust = role({ region: "cn-north-1" }).at("data.aws_iam_policy_document.cni_trust");

    expect(JSON.stringify(trust)).toContain("arn:aws-cn:eks:cn-north-1:123456789012:cluster/platform-dev");
  });

  test.each(["*", "kube-*", "Kube", ""])("fails when the namespace is %p", (namespace) => {
    expect(() => role({ namespace })).toThrow(/^namespace must be one exact name .*got ".*"$/);
  });

  test.each(["*", "aws-?", "aws_node"])("fails when the service account is %p", (serviceAccount) => {
    expect(() => role({ serviceAccount })).toThrow(/^serviceAccount must be one exact name .*got ".*"$/);
  });

  test("fails when IAM would refuse the role's name", () => {
    expect(() => role({ roleName: "a".repeat(65) })).toThrow(
      `roleName must be 1 to 64 letters, digits and "+=,.@_-", got "${"a".repeat(65)}" (65)`,
    );
  });

  test("fails when a managed policy is not given by its ARN", () => {
    expect(() => role({ managedPolicyArns: ["AmazonEKS_CNI_Policy"] })).toThrow(
      'managedPolicyArns must be complete ARNs of IAM policies, got "AmazonEKS_CNI_Policy"',
    );
  });
});
