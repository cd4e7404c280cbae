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

const keyChanges = [
  "kms:CreateGrant",
  "kms:DeleteAlias",
  "kms:DisableKeyRotation",
  "kms:PutKeyPolicy",
  "kms:ScheduleKeyDeletion",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
];
const keyPreparation = ["kms:CreateAlias", "kms:EnableKeyRotation", "kms:TagResource"];
const volumeEncryption = ["kms:Decrypt", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncrypt*"];
const keyActions = [...keyChanges, ...keyPreparation, ...volumeEncryption];
const providerActions = "iam:*OpenIDConnectProvider*";

/** All actions of `taggedPermissions`. */
const limitedActions = ["ec2:*", "eks:CreateCluster", "kms:CreateKey", ...keyActions, providerActions];

/** What an instance is launched from or with, none of which has the tag: images of AWS, and parts that EC2 creates. */
const untaggedParts = ["image", "network-interface", "snapshot", "spot-instances-request", "volume"];

/**
 * Permissions on resources whose names do not identify an environment: networks, instances, keys and identity
 * providers. They are limited to resources with a tag `Environment`, and to new ones that get it; `tagLimits` limits the
 * tag to the names of these environments, without which a role must not have these permissions.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 */
export function taggedPermissions(environments: readonly EnvironmentReference[]): DataAwsIamPolicyDocumentStatement[] {
  const inRegion = equals("aws:RequestedRegion", ...new Set(environments.map(({ region }) => region)));
  return [
    ...networkPermissions(environments[0]?.partition ?? "aws", inRegion),
    ...keyPermissions(environments),
    ...identityProviderPermissions(environments),
  ];
}

/**
 * The Deny statements without which `taggedPermissions` would reach every environment: of a tag with any other value, on
 * the resource or in the request. So the names of all environments are in a role's policies twice, not in each statement.
 */
export function tagLimits(environments: readonly EnvironmentReference[]): DataAwsIamPolicyDocumentStatement[] {
  const names = environments.map(({ name }) => name);
  const limit = (sid: string, tag: string) => ({
    sid,
    effect: "Deny",
    actions: limitedActions,
    resources: ["*"],
    condition: [isPresent(tag), { test: "StringNotEquals", variable: tag, values: names }],
  });
  return [limit("LeaveOtherEnvironments", resourceTag), limit("CreateForNoOtherEnvironment", requestTag)];
}

function networkPermissions(
  partition: string,
  inRegion: DataAwsIamPolicyDocumentStatementCondition,
): DataAwsIamPolicyDocumentStatement[] {
  const every = (kind: string) => `arn:${partition}:ec2:*:*:${kind}/*`;
  return [
    {
      sid: "ChangeTagged",
      actions: ["ec2:*"],
      resources: ["*"],
      condition: [inRegion, isPresent(resourceTag)],
    },
    { sid: "CreateTagged", actions: creations, resources: ["*"], condition: [inRegion, isPresent(requestTag)] },
    {
      sid: "TagCreated",
      actions: ["ec2:CreateTags"],
      resources: ["*"],
      condition: [inRegion, isPresent("ec2:CreateAction")],
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
      condition: [inRegion],
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
function keyPermissions(environments: readonly EnvironmentReference[]): DataAwsIamPolicyDocumentStatement[] {
  const keys = [...new Set(environments.map((environment) => arn(environment, "kms", "key/*")))];
  const services = environments.map(({ region }) => `ec2.${region}.amazonaws.com`);
  return [
    {
      sid: "ChangeTaggedKeys",
      actions: keyChanges,
      resources: keys,
      condition: [isPresent(resourceTag)],
    },
    {
      sid: "PrepareNewKeys",
      actions: keyPreparation,
      resources: keys,
    },
    {
      sid: "GrantKeysThroughServices",
      actions: ["kms:CreateGrant"],
      resources: keys,
      condition: [{ test: "Bool", variable: "aws:ViaAWSService", values: ["true"] }],
    },
    {
      sid: "EncryptVolumes",
      actions: volumeEncryption,
      resources: keys,
      condition: [equals("kms:ViaService", ...new Set(services))],
    },
  ];
}

/** The ID of a cluster's issuer is known only after its creation, so the name does not tell whose it is. */
function identityProviderPermissions(
  environments: readonly EnvironmentReference[],
): DataAwsIamPolicyDocumentStatement[] {
  const providers = environments.map((environment) => {
    const { region } = environment;
    return iamArn(environment.partition, environment.accountId, `oidc-provider/oidc.eks.${region}.amazonaws.com/id/*`);
  });
  const resources = [...new Set(providers)];
  return [
    {
      sid: "ChangeTaggedIdentityProviders",
      actions: [providerActions],
      resources,
      condition: [isPresent(resourceTag)],
    },
    {
      sid: "CreateTaggedIdentityProviders",
      actions: ["iam:CreateOpenIDConnectProvider", "iam:TagOpenIDConnectProvider"],
      resources,
      condition: [isAbsent(resourceTag), isPresent(requestTag)],
    },
  ];
}
