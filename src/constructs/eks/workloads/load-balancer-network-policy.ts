import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { arn } from "../../iam/arn";
import { equals, isAbsent } from "../../iam/policy-conditions";
import type { ClusterContext } from "../cluster/cluster-context";

export interface LoadBalancerControllerPolicyProps extends Pick<
  ClusterContext,
  "clusterName" | "region" | "accountId"
> {
  /** VPC of the cluster. Rules can be changed only in its security groups. */
  readonly vpcId: string;
}

/** The tag that the controller sets on all resources that it creates, with the cluster's name as its value. */
export const clusterTag = "elbv2.k8s.aws/cluster";

/**
 * What the controller reads before it creates resources, some of it for the checks of Elastic Load Balancing itself.
 */
export function readStatements(props: LoadBalancerControllerPolicyProps): DataAwsIamPolicyDocumentStatement[] {
  const { region, accountId } = props;
  return [
    {
      sid: "ReadNetworkAndLoadBalancers",
      actions: [
        ...networkReads.map((name) => `ec2:${name}`),
        ...balancingReads.map((name) => `elasticloadbalancing:${name}`),
        "acm:ListCertificates",
      ],
      resources: ["*"],
      condition: [equals("aws:RequestedRegion", region)],
    },
    {
      sid: "ReadCertificatesAndUserPools",
      actions: ["acm:DescribeCertificate", "cognito-idp:DescribeUserPoolClient"],
      resources: [
        arn({ region, accountId }, "acm", "certificate/*"),
        arn({ region, accountId }, "cognito-idp", "userpool/*"),
      ],
    },
  ];
}

/** Security groups of load balancers, and the rules of the nodes' security groups that admit them. */
export function securityGroupStatements(props: LoadBalancerControllerPolicyProps): DataAwsIamPolicyDocumentStatement[] {
  const { region, accountId, clusterName, vpcId } = props;
  const resources = [arn({ region, accountId }, "ec2", "security-group/*")];
  const vpcArn = arn({ region, accountId }, "ec2", `vpc/${vpcId}`);
  const isOfThisCluster = equals(`aws:ResourceTag/${clusterTag}`, clusterName);
  return [
    {
      sid: "CreateSecurityGroups",
      actions: ["ec2:CreateSecurityGroup"],
      resources: [...resources, vpcArn],
    },
    {
      sid: "TagSecurityGroupsAtCreation",
      actions: ["ec2:CreateTags"],
      resources,
      condition: [
        equals("ec2:CreateAction", "CreateSecurityGroup"),
        equals(`aws:RequestTag/${clusterTag}`, clusterName),
      ],
    },
    {
      sid: "RetagSecurityGroupsOfThisCluster",
      actions: ["ec2:CreateTags", "ec2:DeleteTags"],
      resources,
      condition: [isOfThisCluster, isAbsent(`aws:RequestTag/${clusterTag}`)],
    },
    {
      sid: "DeleteSecurityGroupsOfThisCluster",
      actions: ["ec2:DeleteSecurityGroup"],
      resources,
      condition: [isOfThisCluster],
    },
    {
      sid: "LetLoadBalancersReachTheVpc",
      actions: ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"],
      resources,
      condition: [{ test: "ArnEquals", variable: "ec2:Vpc", values: [vpcArn] }],
    },
  ];
}

/** AWS WAF web ACLs that an Ingress requests by annotation. */
export function webAclStatements(props: LoadBalancerControllerPolicyProps): DataAwsIamPolicyDocumentStatement[] {
  const { region, accountId } = props;
  return [
    {
      sid: "ProtectByWebAcl",
      actions: ["wafv2:AssociateWebACL", "wafv2:DisassociateWebACL", "wafv2:GetWebACL", "wafv2:GetWebACLForResource"],
      resources: [
        arn({ region, accountId }, "elasticloadbalancing", "loadbalancer/app/*/*"),
        arn({ region, accountId }, "wafv2", "regional/webacl/*/*"),
      ],
    },
    {
      sid: "AcceptWebAcl",
      actions: ["elasticloadbalancing:SetWebAcl"],
      resources: ["*"],
      condition: [equals("aws:RequestedRegion", region)],
    },
  ];
}

const networkReads = [
  "DescribeAccountAttributes",
  "DescribeAddresses",
  "DescribeAvailabilityZones",
  "DescribeInstances",
  "DescribeInternetGateways",
  "DescribeIpamPools",
  "DescribeNetworkInterfaces",
  "DescribeRouteTables",
  "DescribeSecurityGroups",
  "DescribeSubnets",
  "DescribeTags",
  "DescribeVpcPeeringConnections",
  "DescribeVpcs",
  "GetSecurityGroupsForVpc",
];

const balancingReads = [
  "DescribeCapacityReservation",
  "DescribeListenerAttributes",
  "DescribeListenerCertificates",
  "DescribeListeners",
  "DescribeLoadBalancerAttributes",
  "DescribeLoadBalancers",
  "DescribeRules",
  "DescribeSSLPolicies",
  "DescribeTags",
  "DescribeTargetGroupAttributes",
  "DescribeTargetGroups",
  "DescribeTargetHealth",
  "DescribeTrustStores",
];
