import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { arn } from "../../iam/arn";
import type { ClusterContext } from "../cluster/cluster-context";
import { equals } from "../../iam/policy-conditions";

export interface ClusterAutoscalerPolicyProps extends Pick<ClusterContext, "clusterName" | "region" | "accountId"> {
  /** EKS names of the managed node groups that can be scaled. */
  readonly nodeGroupNames: readonly string[];
}

/**
 * Permissions of the cluster autoscaler: it scales the Auto Scaling groups of the given node groups of its cluster,
 * identified by the tags that EKS itself sets on them, and reads what it needs to choose between them.
 *
 * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md
 * @see https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
 */
export function clusterAutoscalerStatements(props: ClusterAutoscalerPolicyProps): DataAwsIamPolicyDocumentStatement[] {
  const { clusterName, region, accountId } = props;
  const location = { region, accountId };
  return [
    {
      sid: "ScaleTheNodeGroups",
      actions: ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
      resources: [arn(location, "autoscaling", "autoScalingGroup:*:autoScalingGroupName/*")],
      condition: [
        equals(`aws:ResourceTag/k8s.io/cluster-autoscaler/${clusterName}`, "owned"),
        equals("aws:ResourceTag/eks:nodegroup-name", ...props.nodeGroupNames),
      ],
    },
    {
      sid: "ReadTheNodeGroups",
      actions: ["eks:DescribeNodegroup"],
      resources: [arn(location, "eks", `nodegroup/${clusterName}/*/*`)],
    },
    {
      sid: "ReadGroupsAndInstanceTypes",
      actions: [
        "autoscaling:DescribeAutoScalingGroups",
        "autoscaling:DescribeAutoScalingInstances",
        "autoscaling:DescribeLaunchConfigurations",
        "autoscaling:DescribeScalingActivities",
        "autoscaling:DescribeTags",
        "ec2:DescribeImages",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeLaunchTemplateVersions",
        "ec2:GetInstanceTypesFromInstanceRequirements",
      ],
      resources: ["*"],
      condition: [equals("aws:RequestedRegion", region)],
    },
  ];
}
