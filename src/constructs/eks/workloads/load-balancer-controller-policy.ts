import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { arn, iamArn } from "../../iam/arn";
import { partitionOf } from "../../iam/partition";
import { equals, isAbsent } from "../../iam/policy-conditions";
import {
  clusterTag,
  type LoadBalancerControllerPolicyProps,
  readStatements,
  securityGroupStatements,
  webAclStatements,
} from "./load-balancer-network-policy";

/**
 * Permissions of the AWS Load Balancer Controller, close to those that the project publishes, but limited to one region
 * and account, one VPC, and to load balancers, target groups, listeners, rules and security groups with this cluster's
 * own tag. Omitted: WAF Classic, Shield Advanced, Outposts' address pools and IAM server certificates.
 *
 * Targets can be registered with any target group of the account, since a `TargetGroupBinding` can name a target group
 * that was created elsewhere. The order of a listener's rules cannot be limited by tags.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/installation/
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
 */
export function loadBalancerControllerStatements(
  props: LoadBalancerControllerPolicyProps,
): DataAwsIamPolicyDocumentStatement[] {
  return [
    ...readStatements(props),
    ...securityGroupStatements(props),
    ...creationStatements(props),
    ...changeStatements(props),
    ...webAclStatements(props),
  ];
}

function arnsOf({ region, accountId }: LoadBalancerControllerPolicyProps) {
  const of = (resource: string) => arn({ region, accountId }, "elasticloadbalancing", resource);
  const targetGroups = [of("targetgroup/*/*")];
  const loadBalancers = [of("loadbalancer/app/*/*"), of("loadbalancer/net/*/*")];
  const listeners = [of("listener/app/*/*/*"), of("listener/net/*/*/*")];
  const rules = [of("listener-rule/app/*/*/*"), of("listener-rule/net/*/*/*")];
  return { targetGroups, loadBalancers, listeners, rules, all: [loadBalancers, targetGroups, listeners, rules].flat() };
}

function creationStatements(props: LoadBalancerControllerPolicyProps): DataAwsIamPolicyDocumentStatement[] {
  const { targetGroups, loadBalancers, listeners, all } = arnsOf(props);
  const isForThisCluster = equals(`aws:RequestTag/${clusterTag}`, props.clusterName);
  return [
    serviceLinkedRoleStatement(props),
    {
      sid: "CreateForThisCluster",
      actions: ["elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:CreateTargetGroup"],
      resources: [...loadBalancers, ...targetGroups],
      condition: [isForThisCluster],
    },
    {
      sid: "CreateListenersAndRulesOfThisCluster",
      actions: ["elasticloadbalancing:CreateListener", "elasticloadbalancing:CreateRule"],
      resources: [...loadBalancers, ...listeners],
      condition: [equals(`aws:ResourceTag/${clusterTag}`, props.clusterName)],
    },
    {
      sid: "TagAtCreation",
      actions: ["elasticloadbalancing:AddTags"],
      resources: all,
      condition: [isForThisCluster, equals("elasticloadbalancing:CreateAction", ...creations)],
    },
  ];
}

function serviceLinkedRoleStatement(props: LoadBalancerControllerPolicyProps): DataAwsIamPolicyDocumentStatement {
  const service = "elasticloadbalancing.amazonaws.com";
  const roles = iamArn(partitionOf(props.region), props.accountId, "role");
  return {
    sid: "CreateServiceLinkedRole",
    actions: ["iam:CreateServiceLinkedRole"],
    resources: [`${roles}/aws-service-role/${service}/AWSServiceRoleForElasticLoadBalancing`],
    condition: [equals("iam:AWSServiceName", service)],
  };
}

function changeStatements(props: LoadBalancerControllerPolicyProps): DataAwsIamPolicyDocumentStatement[] {
  const { targetGroups, rules, all } = arnsOf(props);
  const isOfThisCluster = equals(`aws:ResourceTag/${clusterTag}`, props.clusterName);
  return [
    {
      sid: "ChangeWhatIsOfThisCluster",
      actions: changes.map((name) => `elasticloadbalancing:${name}`),
      resources: all,
      condition: [isOfThisCluster],
    },
    {
      sid: "RetagWhatIsOfThisCluster",
      actions: ["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"],
      resources: all,
      condition: [isOfThisCluster, isAbsent(`aws:RequestTag/${clusterTag}`)],
    },
    {
      sid: "RegisterTargets",
      actions: ["elasticloadbalancing:RegisterTargets", "elasticloadbalancing:DeregisterTargets"],
      resources: targetGroups,
    },
    { sid: "OrderRules", actions: ["elasticloadbalancing:SetRulePriorities"], resources: rules },
  ];
}

const creations = ["CreateLoadBalancer", "CreateTargetGroup", "CreateListener", "CreateRule"];

const changes = [
  "AddListenerCertificates",
  "DeleteListener",
  "DeleteLoadBalancer",
  "DeleteRule",
  "DeleteTargetGroup",
  "ModifyCapacityReservation",
  "ModifyIpPools",
  "ModifyListener",
  "ModifyListenerAttributes",
  "ModifyLoadBalancerAttributes",
  "ModifyRule",
  "ModifyTargetGroup",
  "ModifyTargetGroupAttributes",
  "RemoveListenerCertificates",
  "SetIpAddressType",
  "SetSecurityGroups",
  "SetSubnets",
];
