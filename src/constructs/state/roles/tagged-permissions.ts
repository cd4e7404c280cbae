import type {
  DataAwsIamPolicyDocumentStatement,
  DataAwsIamPolicyDocumentStatementCondition,
} from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";

import { equals, isAbsent, isPresent } from "../../iam/policy-conditions";
import { arn, iamArn } from "../../iam/arn";
import type { EnvironmentReference } from "./environment-reference";

const resourceTag = "aws:ResourceTag/Environment";
const requestTag = "aws:RequestTag/Environment";

/** Actions that create a resource with tags, on the new resource. `ec2:CreateTags` is not one of them. */
const creations = [
  "ec2:AllocateAddress",
  "ec2:CreateFlowLogs",
  "ec2:CreateInternetGateway",
  "ec2:CreateLaunchTemplate",
  "ec2:CreateNatGateway",
  "ec2:CreateRouteTable",
  "ec2:CreateSecurityGroup",
  "ec2:CreateSubnet",
  "ec2:CreateVpc",
  "ec2:CreateVpcEndpoint",
  "ec2:RunInstances",
  "eks:CreateCluster",
  "kms:CreateKey",
];

/** What an instance is launched from or with, none of which has the tag: images of AWS, and parts that EC2 creates. */
const untaggedParts = ["image", "network-interface", "snapshot", "spot-instances-request", "volume"];

/**
 * Permissions on resources whose names do not identify an environment: networks, instances, keys and identity
 * providers. They are limited to resources with the environment's tag `Environment`, and to new ones that get it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 */
export function taggedPermissions(environments: readonly EnvironmentReference[]): DataAwsIamPolicyDocumentStatement[] {
  const names = environments.map(({ name }) => name);
  const inRegion = equals("aws:RequestedRegion", ...new Set(environments.map(({ region }) => region)));
  return [
    ...networkPermissions(environments[0]?.partition ?? "aws", names, inRegion),
    ...keyPermissions(environments, names),
    ...identityProviderPermissions(environments, names),
  ];
}

function networkPermissions(
  partition: string,
  names: readonly string[],
  inRegion: DataAwsIamPolicyDocumentStatementCondition,
): DataAwsIamPolicyDocumentStatement[] {
  const every = (kind: string) => `arn:${partition}:ec2:*:*:${kind}/*`;
  return [
    {
      sid: "ChangeTagged",
      actions: ["ec2:*"],
      resources: ["*"],
      condition: [inRegion, equals(resourceTag, ...names)],
    },
    { sid: "CreateTagged", actions: creations, resources: ["*"], condition: [inRegion, equals(requestTag, ...names)] },
    {
      sid: "TagCreated",
      actions: ["ec2:CreateTags"],
      resources: ["*"],
      condition: [inRegion, isPresent("ec2:CreateAction"), notOther(requestTag, names)],
    },
    {
      sid: "LaunchFromUntagged",
      actions: ["ec2:RunInstances"],
      resources: untaggedParts.map(every),
      condition: [inRegion],
    },
    {
      // The default group of a new network, and the group that EKS creates for a cluster.
      sid: "ChangeGroupsOfServices",
      actions: [
        "ec2:AuthorizeSecurityGroup*",
        "ec2:CreateTags",
        "ec2:ModifySecurityGroupRules",
        "ec2:RevokeSecurityGroup*",
      ],
      resources: [every("security-group")],
      condition: [inRegion, isAbsent(resourceTag)],
    },
    {
      sid: "CreateRules",
      actions: ["ec2:AuthorizeSecurityGroup*"],
      resources: [every("security-group-rule")],
      condition: [inRegion, notOther(requestTag, names)],
    },
    {
      sid: "LeaveOtherEnvironments",
      effect: "Deny",
      actions: ["ec2:*"],
      resources: ["*"],
      condition: [isPresent(resourceTag), { test: "StringNotEquals", variable: resourceTag, values: [...names] }],
    },
  ];
}

/**
 * A new tag takes up to five minutes to count for authorization. So what follows the creation of a key at once is
 * limited to keys without another environment's tag; what can lose data or give access needs the environment's own.
 *
 * EKS requests its grant on the key for secrets with the permissions of the principal that creates the cluster, and does
 * not support `kms:GrantIsForAWSResource` there. A grant through any service is limited by `aws:ViaAWSService` instead.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/tag-authorization.html
 * @see https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-viaawsservice
 * @see https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html#ebs-encryption-permissions
 */
function keyPermissions(
  environments: readonly EnvironmentReference[],
  names: readonly string[],
): DataAwsIamPolicyDocumentStatement[] {
  const keys = [...new Set(environments.map((environment) => arn(environment, "kms", "key/*")))];
  const services = environments.map(({ region }) => `ec2.${region}.amazonaws.com`);
  return [
    {
      sid: "ChangeTaggedKeys",
      actions: [
        "kms:CreateGrant",
        "kms:DeleteAlias",
        "kms:DisableKeyRotation",
        "kms:PutKeyPolicy",
        "kms:ScheduleKeyDeletion",
        "kms:UntagResource",
        "kms:UpdateAlias",
        "kms:UpdateKeyDescription",
      ],
      resources: keys,
      condition: [equals(resourceTag, ...names)],
    },
    {
      sid: "PrepareNewKeys",
      actions: ["kms:CreateAlias", "kms:EnableKeyRotation", "kms:TagResource"],
      resources: keys,
      condition: [notOther(resourceTag, names), notOther(requestTag, names)],
    },
    {
      sid: "GrantKeysThroughServices",
      actions: ["kms:CreateGrant"],
      resources: keys,
      condition: [notOther(resourceTag, names), { test: "Bool", variable: "aws:ViaAWSService", values: ["true"] }],
    },
    {
      sid: "EncryptVolumes",
      actions: ["kms:Decrypt", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncrypt*"],
      resources: keys,
      condition: [notOther(resourceTag, names), equals("kms:ViaService", ...new Set(services))],
    },
  ];
}

/** The ID of a cluster's issuer is known only after its creation, so the name does not tell whose it is. */
function identityProviderPermissions(
  environments: readonly EnvironmentReference[],
  names: readonly string[],
): DataAwsIamPolicyDocumentStatement[] {
  const providers = environments.map((environment) => {
    const { region } = environment;
    return iamArn(environment.partition, environment.accountId, `oidc-provider/oidc.eks.${region}.amazonaws.com/id/*`);
  });
  const resources = [...new Set(providers)];
  return [
    {
      sid: "ChangeTaggedIdentityProviders",
      actions: ["iam:*OpenIDConnectProvider*"],
      resources,
      condition: [equals(resourceTag, ...names)],
    },
    {
      sid: "CreateTaggedIdentityProviders",
      actions: ["iam:CreateOpenIDConnectProvider", "iam:TagOpenIDConnectProvider"],
      resources,
      condition: [isAbsent(resourceTag), equals(requestTag, ...names)],
    },
  ];
}

/** The tag has one of the values, or there is no such tag. */
function notOther(tag: string, values: readonly string[]): DataAwsIamPolicyDocumentStatementCondition {
  return { test: "StringEqualsIfExists", variable: tag, values: [...values] };
}
