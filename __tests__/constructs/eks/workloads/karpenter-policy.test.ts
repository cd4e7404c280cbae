import { Karpenter } from "../../../../src/constructs/eks/workloads/karpenter";
import { synthesize } from "../../../support/synthesize";
import { cluster, decide, inlinePolicy, inlinePolicyQuota, statementOf } from "./workload-fixture";

const ec2 = "arn:aws:ec2:ap-northeast-1:123456789012";
const nodeRole = "arn:aws:iam::123456789012:role/platform-dev-karpenter-node";
const queue = "arn:aws:sqs:ap-northeast-1:123456789012:platform-dev-karpenter";
const launched = ["fleet", "instance", "launch-template", "network-interface", "spot-instances-request", "volume"].map(
  (type) => `${ec2}:${type}/*`,
);
const isMade = {
  StringEquals: {
    "aws:RequestTag/kubernetes.io/cluster/platform-dev": ["owned"],
    "aws:RequestTag/eks:eks-cluster-name": ["platform-dev"],
  },
  Null: { "aws:RequestTag/karpenter.sh/nodepool": ["false"] },
};
const isOwn = {
  StringEquals: { "aws:ResourceTag/kubernetes.io/cluster/platform-dev": ["owned"] },
  Null: { "aws:ResourceTag/karpenter.sh/nodepool": ["false"] },
};

describe("permissions of Karpenter's controller", () => {
  const policy = inlinePolicy(
    synthesize((scope) => new Karpenter(scope, "karpenter", cluster)),
    "karpenter_controller_nodes",
    {
      "aws_iam_role.karpenter_nodes.arn": nodeRole,
      "aws_sqs_queue.karpenter_interruptions.arn": queue,
    },
  );

  test("launches with images of the region and with networks of its account", () => {
    expect(statementOf(policy, "LaunchWithImagesAndNetwork")).toEqual({
      Sid: "LaunchWithImagesAndNetwork",
      Effect: "Allow",
      Action: ["ec2:CreateFleet", "ec2:RunInstances"],
      Resource: [
        `${ec2}:capacity-reservation/*`,
        `${ec2}:placement-group/*`,
        `${ec2}:security-group/*`,
        `${ec2}:subnet/*`,
        "arn:aws:ec2:ap-northeast-1::image/*",
        "arn:aws:ec2:ap-northeast-1::snapshot/*",
      ],
    });
  });

  test("launches from its own launch templates", () => {
    expect(statementOf(policy, "LaunchByOwnTemplates")).toMatchObject({
      Action: ["ec2:CreateFleet", "ec2:RunInstances"],
      Resource: [`${ec2}:launch-template/*`],
      Condition: isOwn,
    });
  });

  test("tags all resources that it creates with its cluster and a node pool", () => {
    expect(statementOf(policy, "LaunchWithOwnTags")).toMatchObject({
      Action: ["ec2:CreateFleet", "ec2:RunInstances", "ec2:CreateLaunchTemplate"],
      Resource: launched,
      Condition: isMade,
    });
    expect(statementOf(policy, "TagAtLaunch")).toMatchObject({
      Action: ["ec2:CreateTags"],
      Resource: launched,
      Condition: {
        ...isMade,
        StringEquals: {
          ...isMade.StringEquals,
          "ec2:CreateAction": ["RunInstances", "CreateFleet", "CreateLaunchTemplate"],
        },
      },
    });
  });

  test("sets the name of its instances later, and changes no other tag", () => {
    expect(statementOf(policy, "NameOwnInstances")).toMatchObject({
      Action: ["ec2:CreateTags"],
      Resource: [`${ec2}:instance/*`],
      Condition: {
        ...isOwn,
        StringEqualsIfExists: { "aws:RequestTag/eks:eks-cluster-name": ["platform-dev"] },
        Null: { ...isOwn.Null, "aws:TagKeys": ["false"] },
        "ForAllValues:StringEquals": { "aws:TagKeys": ["eks:eks-cluster-name", "karpenter.sh/nodeclaim", "Name"] },
      },
    });
  });

  test("removes its own instances and launch templates", () => {
    expect(statementOf(policy, "RemoveOwn")).toMatchObject({
      Action: ["ec2:DeleteLaunchTemplate", "ec2:TerminateInstances"],
      Resource: [`${ec2}:instance/*`, `${ec2}:launch-template/*`],
      Condition: isOwn,
    });
  });

  test("passes only the node role to instances", () => {
    expect(statementOf(policy, "GiveNodesTheirRole")).toEqual({
      Sid: "GiveNodesTheirRole",
      Effect: "Allow",
      Action: ["iam:PassRole"],
      Resource: [nodeRole],
      Condition: { StringEquals: { "iam:PassedToService": ["ec2.amazonaws.com"] } },
    });
  });

  test("reads its queue, its cluster, and instances and offerings of its region", () => {
    expect(statementOf(policy, "ReadInterruptions")).toMatchObject({
      Action: ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"],
      Resource: [queue],
    });
    expect(statementOf(policy, "ReadTheCluster")).toMatchObject({
      Action: ["eks:DescribeCluster"],
      Resource: ["arn:aws:eks:ap-northeast-1:123456789012:cluster/platform-dev"],
    });
    expect(statementOf(policy, "ReadInstancesAndOffers")).toMatchObject({
      Resource: ["*"],
      Condition: { StringEquals: { "aws:RequestedRegion": ["ap-northeast-1"] } },
    });
    expect(statementOf(policy, "ReadInstancesAndOffers").Action).not.toContainEqual(
      expect.not.stringMatching(/^ec2:Describe/),
    );
    expect(statementOf(policy, "FindPublishedImages")).toMatchObject({
      Action: ["ssm:GetParameter"],
      Resource: ["arn:aws:ssm:ap-northeast-1::parameter/aws/service/*"],
    });
    expect(statementOf(policy, "ReadPricesAndListInstanceProfiles")).toMatchObject({
      Action: ["iam:ListInstanceProfiles", "pricing:GetProducts"],
    });
    expect(statementOf(policy, "ReadInstanceProfiles")).toMatchObject({
      Action: ["iam:GetInstanceProfile"],
      Resource: ["arn:aws:iam::123456789012:instance-profile/*"],
    });
  });

  test("has no other permissions, and none to write to IAM", () => {
    expect(policy.Statement).toHaveLength(13);
    const iam = policy.Statement.flatMap(({ Action }) => Action ?? []).filter((action) => action.startsWith("iam:"));
    expect(iam.sort()).toEqual(["iam:GetInstanceProfile", "iam:ListInstanceProfiles", "iam:PassRole"]);
  });

  test("fits in IAM's limit for inline policies", () => {
    expect(JSON.stringify(policy).length).toBeLessThan(inlinePolicyQuota);
  });

  const ownInstance = {
    "aws:ResourceTag/kubernetes.io/cluster/platform-dev": "owned",
    "aws:ResourceTag/karpenter.sh/nodepool": "default",
  };
  const managedInstance = { "aws:ResourceTag/kubernetes.io/cluster/platform-dev": "owned" };
  const foreignInstance = {
    "aws:ResourceTag/kubernetes.io/cluster/platform-prod": "owned",
    "aws:ResourceTag/karpenter.sh/nodepool": "default",
  };

  test.each([
    ["a node of its own", ownInstance, "Allowed"],
    ["a node of a managed node group", managedInstance, "ImplicitlyDenied"],
    ["a node of another cluster", foreignInstance, "ImplicitlyDenied"],
    ["an instance without tags", {}, "ImplicitlyDenied"],
  ])("terminates: %s", async (_, context, decision) => {
    expect(await decide(policy, "ec2:TerminateInstances", `${ec2}:instance/i-1`, context)).toBe(decision);
  });

  test.each([
    ["marked as its own", { cluster: "platform-dev", pool: "default" }, "Allowed"],
    ["marked as another cluster's", { cluster: "platform-prod", pool: "default" }, "ImplicitlyDenied"],
    ["of no node pool", { cluster: "platform-dev", pool: undefined }, "ImplicitlyDenied"],
  ])("launches an instance %s", async (_, { cluster: owner, pool }, decision) => {
    const context = {
      [`aws:RequestTag/kubernetes.io/cluster/${owner}`]: "owned",
      "aws:RequestTag/eks:eks-cluster-name": owner,
      ...(pool === undefined ? {} : { "aws:RequestTag/karpenter.sh/nodepool": pool }),
    };

    expect(await decide(policy, "ec2:RunInstances", `${ec2}:instance/*`, context)).toBe(decision);
  });

  test.each([
    ["its nodes", nodeRole, "ec2.amazonaws.com", "Allowed"],
    ["a Lambda function", nodeRole, "lambda.amazonaws.com", "ImplicitlyDenied"],
    ["its nodes, as administrators", "arn:aws:iam::123456789012:role/Admin", "ec2.amazonaws.com", "ImplicitlyDenied"],
  ])("passes a role to %s", async (_, role, service, decision) => {
    expect(await decide(policy, "iam:PassRole", role, { "iam:PassedToService": service })).toBe(decision);
  });

  test.each([
    [
      "reads the profile that it would have created, to release a deleted node class",
      "iam:GetInstanceProfile",
      "Allowed",
    ],
    ["deletes none", "iam:DeleteInstanceProfile", "ImplicitlyDenied"],
    ["creates none", "iam:CreateInstanceProfile", "ImplicitlyDenied"],
  ])("instance profiles: %s", async (_, action, decision) => {
    const profile = "arn:aws:iam::123456789012:instance-profile/platform-dev_4067990795380418201";
    expect(await decide(policy, action, profile)).toBe(decision);
    expect(await decide(policy, action, profile.replace("123456789012", "210987654321"))).toBe("ImplicitlyDenied");
  });

  test("sets the name of a node, but does not assign the node to another cluster", async () => {
    const tag = (keys: string[]) =>
      decide(policy, "ec2:CreateTags", `${ec2}:instance/i-1`, { ...ownInstance, "aws:TagKeys": keys });

    expect(await tag(["Name", "karpenter.sh/nodeclaim"])).toBe("Allowed");
    expect(await tag(["Name", "kubernetes.io/cluster/platform-prod"])).toBe("ImplicitlyDenied");
  });
});
