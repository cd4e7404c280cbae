import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { arn, iamArn, publicArn } from "../../iam/arn";
import { partitionOf } from "../../iam/partition";
import { equals, isPresent, onlyOf } from "../../iam/policy-conditions";
import type { ClusterContext } from "../cluster/cluster-context";

export interface KarpenterPolicyProps extends Pick<ClusterContext, "clusterName" | "region" | "accountId"> {
  /** The only role that Karpenter can pass to the nodes that it launches. */
  readonly nodeRoleArn: string;

  /** The queue with notifications of interruptions. */
  readonly interruptionQueueArn: string;
}

/**
 * Permissions of Karpenter's controller (v1): instances, launch templates and fleets with the tags of this cluster and
 * of a node pool, in one region and account.
 *
 * An instance profile is created with the node role, and an `EC2NodeClass` names it (`spec.instanceProfile`). So the
 * controller needs no permission to write to IAM, and works where IAM, which has no VPC endpoint, cannot be reached.
 * It still reads instance profiles: before it releases a deleted node class, it looks for a profile under the name that
 * it would have given one itself, and without permission to do so it never releases the node class.
 *
 * @see https://karpenter.sh/docs/reference/cloudformation/#allowinstanceprofilereadactions
 * @see https://github.com/aws/karpenter-provider-aws/blob/main/pkg/controllers/nodeclass/controller.go
 * @see https://karpenter.sh/docs/concepts/nodeclasses/#specinstanceprofile
 */
export function karpenterStatements(props: KarpenterPolicyProps): DataAwsIamPolicyDocumentStatement[] {
  return [
    ...launchStatements(props),
    ...tagStatements(props),
    ...removalStatements(props),
    ...readStatements(props),
    {
      sid: "GiveNodesTheirRole",
      actions: ["iam:PassRole"],
      resources: [props.nodeRoleArn],
      condition: [equals("iam:PassedToService", "ec2.amazonaws.com")],
    },
    {
      sid: "ReadInterruptions",
      actions: ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"],
      resources: [props.interruptionQueueArn],
    },
  ];
}

function arnsOf({ region, accountId }: KarpenterPolicyProps) {
  const owned = (resource: string) => arn({ region, accountId }, "ec2", resource);
  const launched = ["fleet", "instance", "launch-template", "network-interface", "spot-instances-request", "volume"];
  return {
    launched: launched.map((type) => owned(`${type}/*`)),
    used: ["capacity-reservation", "placement-group", "security-group", "subnet"].map((type) => owned(`${type}/*`)),
    published: ["image", "snapshot"].map((type) => publicArn(region, "ec2", `${type}/*`)),
    instances: owned("instance/*"),
    launchTemplates: owned("launch-template/*"),
  };
}

function isMade({ clusterName }: KarpenterPolicyProps) {
  return [
    equals(`aws:RequestTag/kubernetes.io/cluster/${clusterName}`, "owned"),
    equals("aws:RequestTag/eks:eks-cluster-name", clusterName),
    isPresent("aws:RequestTag/karpenter.sh/nodepool"),
  ];
}

function isOwn({ clusterName }: KarpenterPolicyProps) {
  return [
    equals(`aws:ResourceTag/kubernetes.io/cluster/${clusterName}`, "owned"),
    isPresent("aws:ResourceTag/karpenter.sh/nodepool"),
  ];
}

function launchStatements(props: KarpenterPolicyProps): DataAwsIamPolicyDocumentStatement[] {
  const { launched, used, published, launchTemplates } = arnsOf(props);
  const launch = ["ec2:CreateFleet", "ec2:RunInstances"];
  return [
    { sid: "LaunchWithImagesAndNetwork", actions: launch, resources: [...used, ...published] },
    {
      sid: "LaunchByOwnTemplates",
      actions: launch,
      resources: [launchTemplates],
      condition: isOwn(props),
    },
    {
      sid: "LaunchWithOwnTags",
      actions: [...launch, "ec2:CreateLaunchTemplate"],
      resources: launched,
      condition: isMade(props),
    },
  ];
}

function tagStatements(props: KarpenterPolicyProps): DataAwsIamPolicyDocumentStatement[] {
  const { launched, instances } = arnsOf(props);
  return [
    {
      sid: "TagAtLaunch",
      actions: ["ec2:CreateTags"],
      resources: launched,
      condition: [...isMade(props), equals("ec2:CreateAction", "RunInstances", "CreateFleet", "CreateLaunchTemplate")],
    },
    {
      sid: "NameOwnInstances",
      actions: ["ec2:CreateTags"],
      resources: [instances],
      condition: [
        ...isOwn(props),
        {
          test: "StringEqualsIfExists",
          variable: "aws:RequestTag/eks:eks-cluster-name",
          values: [props.clusterName],
        },
        ...onlyOf("aws:TagKeys", "eks:eks-cluster-name", "karpenter.sh/nodeclaim", "Name"),
      ],
    },
  ];
}

function removalStatements(props: KarpenterPolicyProps): DataAwsIamPolicyDocumentStatement[] {
  const { instances, launchTemplates } = arnsOf(props);
  return [
    {
      sid: "RemoveOwn",
      actions: ["ec2:DeleteLaunchTemplate", "ec2:TerminateInstances"],
      resources: [instances, launchTemplates],
      condition: isOwn(props),
    },
  ];
}

function readStatements(props: KarpenterPolicyProps): DataAwsIamPolicyDocumentStatement[] {
  const { clusterName, region, accountId } = props;
  return [
    {
      sid: "ReadInstancesAndOffers",
      actions: reads.map((name) => `ec2:${name}`),
      resources: ["*"],
      condition: [equals("aws:RequestedRegion", region)],
    },
    {
      sid: "ReadTheCluster",
      actions: ["eks:DescribeCluster"],
      resources: [arn({ region, accountId }, "eks", `cluster/${clusterName}`)],
    },
    {
      sid: "FindPublishedImages",
      actions: ["ssm:GetParameter"],
      resources: [publicArn(region, "ssm", "parameter/aws/service/*")],
    },
    {
      sid: "ReadInstanceProfiles",
      actions: ["iam:GetInstanceProfile"],
      resources: [iamArn(partitionOf(region), accountId, "instance-profile/*")],
    },
    {
      sid: "ReadPricesAndListInstanceProfiles",
      actions: ["iam:ListInstanceProfiles", "pricing:GetProducts"],
      resources: ["*"],
    },
  ];
}

const reads = [
  "DescribeCapacityReservations",
  "DescribeImages",
  "DescribeInstanceStatus",
  "DescribeInstanceTypeOfferings",
  "DescribeInstanceTypes",
  "DescribeInstances",
  "DescribeLaunchTemplates",
  "DescribePlacementGroups",
  "DescribeSecurityGroups",
  "DescribeSpotPriceHistory",
  "DescribeSubnets",
];
