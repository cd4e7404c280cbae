import {
  ClusterAutoscaler,
  type ClusterAutoscalerProps,
} from "../../../../src/constructs/eks/workloads/cluster-autoscaler";
import { optionFaults } from "../../../support/option-faults";
import { synthesize } from "../../../support/synthesize";
import { cluster, decide, inlinePolicy, statementOf } from "./workload-fixture";

function build(props: Partial<ClusterAutoscalerProps> = {}) {
  let autoscaler: ClusterAutoscaler | undefined;
  const stack = synthesize((scope) => {
    autoscaler = new ClusterAutoscaler(scope, "scaler", { ...cluster, nodeGroupNames: ["general-2025"], ...props });
  });
  const policy = () => inlinePolicy(stack, "scaler_controller_node_groups");
  return { stack, helmValues: autoscaler?.helmValues, policy };
}

describe("ClusterAutoscaler", () => {
  test("scales Auto Scaling groups of the given node groups of its cluster", () => {
    expect(
      statementOf(build({ nodeGroupNames: ["general-2025", "spot-2025"] }).policy(), "ScaleTheNodeGroups"),
    ).toEqual({
      Sid: "ScaleTheNodeGroups",
      Effect: "Allow",
      Action: ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
      Resource: ["arn:aws:autoscaling:ap-northeast-1:123456789012:autoScalingGroup:*:autoScalingGroupName/*"],
      Condition: {
        StringEquals: {
          "aws:ResourceTag/k8s.io/cluster-autoscaler/platform-dev": ["owned"],
          "aws:ResourceTag/eks:nodegroup-name": ["general-2025", "spot-2025"],
        },
      },
    });
  });

  test("reads node groups of its cluster, and groups and instance types of its region", () => {
    const policy = build().policy();

    expect(statementOf(policy, "ReadTheNodeGroups")).toMatchObject({
      Action: ["eks:DescribeNodegroup"],
      Resource: ["arn:aws:eks:ap-northeast-1:123456789012:nodegroup/platform-dev/*/*"],
    });
    expect(statementOf(policy, "ReadGroupsAndInstanceTypes")).toMatchObject({
      Resource: ["*"],
      Condition: { StringEquals: { "aws:RequestedRegion": ["ap-northeast-1"] } },
    });
    expect(statementOf(policy, "ReadGroupsAndInstanceTypes").Action).not.toContainEqual(
      expect.not.stringMatching(/^(autoscaling:Describe|ec2:Describe|ec2:Get)/),
    );
    expect(policy.Statement).toHaveLength(3);
  });

  test.each([
    ["its group", "platform-dev", "general-2025", "Allowed"],
    ["a group whose size Terraform keeps", "platform-dev", "system-2025", "ImplicitlyDenied"],
    ["a group of another cluster", "platform-prod", "general-2025", "ImplicitlyDenied"],
  ])("scales: %s", async (_, clusterName, nodeGroup, decision) => {
    const group = `arn:aws:autoscaling:ap-northeast-1:123456789012:autoScalingGroup:0123:autoScalingGroupName/eks-0123`;
    const context = {
      [`aws:ResourceTag/k8s.io/cluster-autoscaler/${clusterName}`]: "owned",
      "aws:ResourceTag/eks:nodegroup-name": nodeGroup,
    };

    expect(await decide(build().policy(), "autoscaling:SetDesiredCapacity", group, context)).toBe(decision);
  });

  test("returns Helm values with the discovery of each group by its own tag", () => {
    expect(build({ nodeGroupNames: ["general-2025", "spot-2025"] }).helmValues).toEqual({
      cloudProvider: "aws",
      awsRegion: "ap-northeast-1",
      autoDiscovery: {
        clusterName: "platform-dev",
        tags: ["k8s.io/cluster-autoscaler/platform-dev", "eks:nodegroup-name=general-2025"],
      },
      extraArgs: {
        "node-group-auto-discovery_2": "asg:tag=k8s.io/cluster-autoscaler/platform-dev,eks:nodegroup-name=spot-2025",
      },
      rbac: { serviceAccount: { name: "cluster-autoscaler" } },
    });
  });

  test("serves the service account in the Helm values", () => {
    const { stack, helmValues } = build({ namespace: "scaling", serviceAccount: "scaler" });

    expect(stack.at("aws_eks_pod_identity_association.scaler_controller_association")).toMatchObject({
      namespace: "scaling",
      service_account: "scaler",
    });
    expect(helmValues).toMatchObject({ rbac: { serviceAccount: { name: "scaler" } } });
  });

  test("refuses an empty list of node groups, and names that EKS does not accept", () => {
    expect(optionFaults(() => build({ nodeGroupNames: [] }))).toEqual([
      "nodeGroupNames: got [], allowed: a list of at least 1 EKS names of node groups",
    ]);
    expect(optionFaults(() => build({ nodeGroupNames: ["*"] }))).toEqual([
      'nodeGroupNames[0]: got "*", allowed: EKS name of a node group',
    ]);
  });
});
