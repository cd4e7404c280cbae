import type { AccessNeed } from "./access-need";
import { networkNeeds } from "./on-behalf-ec2";
import { cacheNeeds } from "./on-behalf-ecr";
import { keyNeeds } from "./on-behalf-kms";
import { objectNeeds } from "./on-behalf-s3";
import { valueAt } from "./parameters";
import type { RecordedCall } from "./recorded-call";

/** A role that an operation hands to a service. */
interface PassedRole {
  /** Path of the member with its ARN. */
  readonly member: string;
  readonly service: string;
}

/**
 * Roles that operations pass to a service, for which the caller needs `iam:PassRole`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-association.html
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-iam.html
 */
const passedRoles: Readonly<Record<string, readonly PassedRole[]>> = {
  "chatbot:CreateSlackChannelConfiguration": [{ member: "IamRoleArn", service: "chatbot.amazonaws.com" }],
  "chatbot:UpdateSlackChannelConfiguration": [{ member: "IamRoleArn", service: "chatbot.amazonaws.com" }],
  "cloudtrail:CreateTrail": [{ member: "CloudWatchLogsRoleArn", service: "cloudtrail.amazonaws.com" }],
  "cloudtrail:UpdateTrail": [{ member: "CloudWatchLogsRoleArn", service: "cloudtrail.amazonaws.com" }],
  "ec2:CreateFlowLogs": [{ member: "DeliverLogsPermissionArn", service: "vpc-flow-logs.amazonaws.com" }],
  "ecr:CreatePullThroughCacheRule": [{ member: "customRoleArn", service: "ecr.amazonaws.com" }],
  "ecr:CreateRepositoryCreationTemplate": [{ member: "customRoleArn", service: "ecr.amazonaws.com" }],
  "ecr:UpdateRepositoryCreationTemplate": [{ member: "customRoleArn", service: "ecr.amazonaws.com" }],
  "eks:CreateAddon": [{ member: "serviceAccountRoleArn", service: "eks.amazonaws.com" }],
  "eks:CreateCluster": [{ member: "roleArn", service: "eks.amazonaws.com" }],
  "eks:CreateNodegroup": [{ member: "nodeRole", service: "eks.amazonaws.com" }],
  "eks:CreatePodIdentityAssociation": [{ member: "roleArn", service: "pods.eks.amazonaws.com" }],
  "eks:UpdateAddon": [{ member: "serviceAccountRoleArn", service: "eks.amazonaws.com" }],
  "eks:UpdatePodIdentityAssociation": [{ member: "roleArn", service: "pods.eks.amazonaws.com" }],
  "s3:PutBucketReplication": [{ member: "ReplicationConfiguration.Role", service: "s3.amazonaws.com" }],
};

/** A role that a service creates for itself on first use. */
interface LinkedRole {
  readonly service: string;
  readonly name: string;

  /**
   * Path and value of the member that makes the service need it.
   * @default - every call
   */
  readonly when?: readonly [member: string, value: string];

  /** The service looks with the caller's permissions whether the role exists. */
  readonly isLookedFor?: true;
}

/**
 * Operations that create a service-linked role with the caller's permissions, unless the account has it.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/using-service-linked-roles-eks.html
 * @see https://docs.aws.amazon.com/eks/latest/userguide/using-service-linked-roles-eks-nodegroups.html
 * @see https://github.com/terraform-aws-modules/terraform-aws-eks/issues/823 CreateNodegroup: "missing permissions for 'iam:GetRole'"
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/slr-pullthroughcache.html
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/slr-rp.html
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced-iam.html
 * @see https://docs.aws.amazon.com/inspector/latest/user/using-service-linked-roles.html
 */
const linkedRoles: Readonly<Record<string, readonly LinkedRole[]>> = {
  "ecr:CreatePullThroughCacheRule": [
    { service: "pullthroughcache.ecr.amazonaws.com", name: "AWSServiceRoleForECRPullThroughCache" },
  ],
  "ecr:PutReplicationConfiguration": [
    { service: "replication.ecr.amazonaws.com", name: "AWSServiceRoleForECRReplication" },
  ],
  "ecr:PutRegistryScanningConfiguration": [
    { service: "inspector2.amazonaws.com", name: "AWSServiceRoleForAmazonInspector2", when: ["scanType", "ENHANCED"] },
  ],
  "eks:CreateCluster": [{ service: "eks.amazonaws.com", name: "AWSServiceRoleForAmazonEKS" }],
  "eks:CreateNodegroup": [
    { service: "eks-nodegroup.amazonaws.com", name: "AWSServiceRoleForAmazonEKSNodegroup", isLookedFor: true },
  ],
  "inspector2:Enable": [{ service: "inspector2.amazonaws.com", name: "AWSServiceRoleForAmazonInspector2" }],
};

/**
 * Further actions of other services.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced-iam.html
 */
const furtherActions: Readonly<
  Record<string, readonly { action: string; when: readonly [member: string, value: string] }[]>
> = {
  "ecr:PutRegistryScanningConfiguration": ["Enable", "Disable", "ListAccountPermissions", "ListFindings"].map(
    (name) => ({
      action: `inspector2:${name}`,
      when: ["scanType", "ENHANCED"],
    }),
  ),
};

/** What a call makes AWS do with the caller's permissions. */
export function needsOnBehalf(call: RecordedCall): AccessNeed[] {
  const name = `${call.service}:${call.operation}`;
  const further = (furtherActions[name] ?? []).filter(({ when }) => holds(call, when));
  return [
    ...(passedRoles[name] ?? []).flatMap((passed) => passing(call, passed)),
    ...passedInLists(call),
    ...(linkedRoles[name] ?? []).flatMap((role) => creatingLinked(call, role)),
    ...further.map(({ action }) => ({ action, onBehalf: true, reason: `${call.operation} needs it` })),
    ...objectNeeds(call),
    ...keyNeeds(call),
    ...cacheNeeds(call),
    ...networkNeeds(call),
  ];
}

function passing(call: RecordedCall, { member, service }: PassedRole): AccessNeed[] {
  const role = valueAt(call.parameters, member);
  return typeof role === "string" && role !== "" ? [passRole(call, role, service)] : [];
}

/** The need to pass a role, given by its ARN. */
function passRole({ facts }: RecordedCall, arn: string, service: string): AccessNeed {
  return {
    action: "iam:PassRole",
    targets: [{ arn, facts: facts.resources[arn] }],
    context: { "iam:PassedToService": service },
    onBehalf: true,
    reason: `the role is passed to ${service}`,
  };
}

/**
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddRoleToInstanceProfile.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
function passedInLists(call: RecordedCall): AccessNeed[] {
  const { service, operation, parameters, facts } = call;
  if (service === "iam" && operation === "AddRoleToInstanceProfile") {
    const role = facts.resources[String(parameters.RoleName)]?.arn;
    return role === undefined ? [] : [passRole(call, role, "ec2.amazonaws.com")];
  }
  if (service === "events" && operation === "PutTargets") {
    const targets = (parameters.Targets ?? []) as { RoleArn?: string }[];
    return targets.flatMap(({ RoleArn }) => (RoleArn ? [passRole(call, RoleArn, "events.amazonaws.com")] : []));
  }
  if (service === "eks" && /^(Create|Update)Addon$/.test(operation)) {
    const associations = (parameters.podIdentityAssociations ?? []) as { roleArn: string }[];
    return associations.map(({ roleArn }) => passRole(call, roleArn, "pods.eks.amazonaws.com"));
  }
  return [];
}

function creatingLinked(call: RecordedCall, { service, name, when, isLookedFor }: LinkedRole): AccessNeed[] {
  if (when && !holds(call, when)) return [];
  const arn = `arn:aws:iam::${call.account}:role/aws-service-role/${service}/${name}`;
  const facts = call.facts.resources[name];
  const look = {
    action: "iam:GetRole",
    targets: [{ arn, facts }],
    onBehalf: true,
    reason: `${service} looks for its role`,
  };
  if (facts !== undefined) return isLookedFor ? [look] : [];
  return [
    ...(isLookedFor ? [look] : []),
    {
      action: "iam:CreateServiceLinkedRole",
      targets: [{ arn, isNew: true }],
      context: { "iam:AWSServiceName": service, "aws:ViaAWSService": "true" },
      onBehalf: true,
      reason: `${service} creates its role on first use`,
    },
  ];
}

function holds({ parameters }: RecordedCall, [member, value]: readonly [string, string]): boolean {
  return valueAt(parameters, member) === value;
}
