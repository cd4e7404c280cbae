import { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster";
import { Token } from "cdktf";
import { PodIdentityRole, type PodIdentityRoleProps } from "../../../src/constructs/iam/pod-identity-role";
import { optionFaults } from "../../support/option-faults";
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
    const trust = role({ region: "us-gov-west-1" }).at("data.aws_iam_policy_document.cni_trust");

    expect(JSON.stringify(trust)).toContain("arn:aws-us-gov:eks:us-gov-west-1:123456789012:cluster/platform-dev");
  });

  test.each([
    ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::123456789012:policy/team/ReadOnlyAccess"],
    ["arn:aws:iam::123456789012:policy/a.b", "arn:aws:iam::123456789012:policy/a-b"],
  ])("refuses policies %s and %s, whose attachments have one address", (one, other) => {
    expect(optionFaults(() => role({ managedPolicyArns: [one, other] }))).toEqual([
      `managedPolicyArns[1]: got "${other}", allowed: a name that differs from "${one}" in more than separators`,
    ]);
  });

  test.each(["*", "kube-*", "Kube", ""])("refuses the namespace %p", (namespace) => {
    expect(optionFaults(() => role({ namespace }))).toEqual([
      `namespace: got "${namespace}", allowed: one exact name of at most 63 lowercase letters, digits and "-"`,
    ]);
  });

  test.each(["*", "aws-?", "aws_node"])("refuses the service account %p", (serviceAccount) => {
    expect(optionFaults(() => role({ serviceAccount }))).toEqual([
      `serviceAccount: got "${serviceAccount}", allowed: one exact name of at most 253 lowercase letters, digits, "-" and "."`,
    ]);
  });

  test("refuses a role name that is too long for IAM", () => {
    expect(optionFaults(() => role({ roleName: "a".repeat(64) }))).toEqual([]);
    expect(optionFaults(() => role({ roleName: "a".repeat(65) }))).toEqual([
      `roleName: got "${"a".repeat(65)}", allowed: 1 to 64 letters, digits and "+=,.@_-"`,
    ]);
  });

  test.each([
    ["AmazonEKS_CNI_Policy", "ARN of an IAM policy such as"],
    [Token.asString({ resolve: () => "${aws_iam_policy.cni.arn}" }), "not a reference to another resource"],
  ])("refuses the managed policy %s, whose name would not be known", (arn, allowed) => {
    expect(optionFaults(() => role({ managedPolicyArns: [arn] }))).toEqual([
      expect.stringContaining(`managedPolicyArns[0]: got "${arn}", allowed: ${allowed}`),
    ]);
  });

  test("reports every invalid option at once", () => {
    const props = { clusterName: null, region: "tokyo", associate: "no" } as unknown as Partial<PodIdentityRoleProps>;
    expect(optionFaults(() => role(props))).toEqual([
      "clusterName: got null, allowed: lowercase letters, digits and single hyphens, beginning with a letter",
      'region: got "tokyo", allowed: a region such as "ap-northeast-1"',
      'associate: got "no", allowed: true or false',
    ]);
  });
});
