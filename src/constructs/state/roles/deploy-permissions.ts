import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";

import { serviceDomainOf } from "../../iam/partition";

/** One environment whose resources a role manages. */
export interface EnvironmentReference {
  /** Prefix of the names of all its resources, such as `platform-dev`. */
  readonly prefix: string;
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;

  /** Prefixes of the repositories of its pull-through caches, such as `docker-hub`. */
  readonly cachePrefixes: readonly string[];
}

const keyAdministration = [
  "kms:CreateGrant",
  "kms:*ableKeyRotation",
  "kms:PutKeyPolicy",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateKeyDescription",
];

/**
 * Actions that AWS cannot limit by name: settings of the single registry, the login to it, and the creation of keys and
 * clusters. Setting enhanced scanning enables and disables Amazon Inspector. Wildcards cover whole groups of actions,
 * since the length of a role's policies is limited.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced-iam.html
 */
const withoutNames = [
  "ecr:*PullThroughCacheRule",
  "ecr:*RegistryPolicy",
  "ecr:*RepositoryCreationTemplate",
  "ecr:GetAuthorizationToken",
  "ecr:PutRe*Configuration",
  "eks:CreateCluster",
  "inspector2:*able",
  "inspector2:List*",
  "kms:CreateKey",
];

const roleAdministration = [
  "iam:*InstanceProfile",
  "iam:*RolePolicy",
  "iam:CreateRole",
  "iam:DeleteRole",
  "iam:TagRole",
  "iam:UntagRole",
  "iam:UpdateAssumeRolePolicy",
  "iam:UpdateRole",
  "iam:UpdateRoleDescription",
];

/**
 * What the first pull of an image through a cache needs: it creates the repository, with a lifecycle policy, and imports
 * the image. Nodes have no permission to create repositories.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-create.html
 */
const cacheFilling = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:BatchImportUpstreamImage",
  "ecr:CreateRepository",
  "ecr:GetDownloadUrlForLayer",
  "ecr:PutLifecyclePolicy",
  "ecr:TagResource",
];

/** Services to which a role is passed when an environment is created. */
const servicesWithRoles = [
  "ec2.amazonaws.com",
  "ecr.amazonaws.com",
  "eks.amazonaws.com",
  "pods.eks.amazonaws.com",
  "vpc-flow-logs.amazonaws.com",
];

/** Services whose service-linked role is created on first use. */
const servicesWithLinkedRoles = [
  "autoscaling.amazonaws.com",
  "ecr.amazonaws.com",
  "eks-nodegroup.amazonaws.com",
  "eks.amazonaws.com",
  "inspector2.amazonaws.com",
  "pullthroughcache.ecr.amazonaws.com",
  "replication.ecr.amazonaws.com",
  "spot.amazonaws.com",
];

/**
 * Permissions, in addition to reading, that Terraform needs to create, change and delete whole environments. Resources
 * with their own name are limited to the names of an environment. EC2 resources have none, so they are limited to the
 * region.
 *
 * A principal that can create roles can create a powerful role: any principal with these permissions must be trusted
 * with the account.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function deployPermissions(environments: readonly EnvironmentReference[]): DataAwsIamPolicyDocumentStatement[] {
  const regions = [...new Set(environments.map(({ region }) => region))];
  const keys = environments.map((environment) => `${arn(environment, "kms")}:key/*`);
  const aliases = environments.map((environment) => `${arn(environment, "kms")}:alias/${environment.prefix}-*`);
  return [
    {
      sid: "ManageWhatHasNoName",
      actions: ["ec2:*", ...withoutNames],
      resources: ["*"],
      condition: [{ test: "StringEquals", variable: "aws:RequestedRegion", values: regions }],
    },
    {
      sid: "ManageWhatHasAName",
      actions: ["ecr:*", "eks:*", "events:*", "logs:*", "sqs:*"],
      resources: environments.flatMap(namedArns),
    },
    ...permissionsForCaches(environments),
    { sid: "ManageKeys", actions: keyAdministration, resources: [...new Set(keys)] },
    {
      sid: "NameKeys",
      actions: ["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"],
      resources: [...new Set([...aliases, ...keys])],
    },
    ...permissionsForServices(environments, keys),
    ...rolePermissions(environments),
  ];
}

function permissionsForCaches(environments: readonly EnvironmentReference[]): DataAwsIamPolicyDocumentStatement[] {
  const resources = environments.flatMap((environment) =>
    environment.cachePrefixes.map((prefix) => `${arn(environment, "ecr")}:repository/${prefix}/*`),
  );
  return resources.length === 0 ? [] : [{ sid: "FillCaches", actions: cacheFilling, resources }];
}

/**
 * What EC2 does on behalf of the caller: encrypt the volume of an instance under an environment's key, and create the
 * private DNS names of interface endpoints.
 *
 * @see https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html#ebs-encryption-permissions
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 */
function permissionsForServices(
  environments: readonly EnvironmentReference[],
  keys: readonly string[],
): DataAwsIamPolicyDocumentStatement[] {
  const services = environments.map(({ region }) => `ec2.${region}.${serviceDomainOf(region)}`);
  const zones = environments.map(({ partition }) => `arn:${partition}:route53:::hostedzone/*`);
  const networks = environments.map((environment) => `${arn(environment, "ec2")}:vpc/*`);
  return [
    {
      sid: "EncryptVolumes",
      actions: ["kms:Decrypt", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncrypt*"],
      resources: [...new Set(keys)],
      condition: [{ test: "StringEquals", variable: "kms:ViaService", values: [...new Set(services)] }],
    },
    {
      sid: "NameInterfaceEndpoints",
      actions: ["route53:AssociateVPCWithHostedZone"],
      resources: [...new Set([...zones, ...networks])],
    },
  ];
}

const partsOfClusters = ["access-entry", "addon", "nodegroup", "podidentityassociation"];

function namedArns(environment: EnvironmentReference): string[] {
  const { prefix } = environment;
  return [
    `${arn(environment, "ecr")}:repository/${prefix}/*`,
    `${arn(environment, "eks")}:cluster/${prefix}`,
    ...partsOfClusters.map((part) => `${arn(environment, "eks")}:${part}/${prefix}/*`),
    `${arn(environment, "events")}:rule/${prefix}-*`,
    `${arn(environment, "logs")}:log-group:/aws/*/${prefix}/*`,
    `${arn(environment, "sqs")}:${prefix}-*`,
  ];
}

function rolePermissions(environments: readonly EnvironmentReference[]): DataAwsIamPolicyDocumentStatement[] {
  const iam = (path: (environment: EnvironmentReference) => string) => [
    ...new Set(environments.map((one) => `arn:${one.partition}:iam::${one.accountId}:${path(one)}`)),
  ];
  const roles = iam(({ prefix }) => `role/${prefix}-*`);
  return [
    {
      sid: "ManageRoles",
      actions: roleAdministration,
      resources: [...roles, ...iam(({ prefix }) => `instance-profile/${prefix}-*`)],
    },
    {
      sid: "HandRolesToServices",
      actions: ["iam:PassRole"],
      resources: roles,
      condition: [{ test: "StringEquals", variable: "iam:PassedToService", values: servicesWithRoles }],
    },
    {
      sid: "ManageIdentityProvidersOfClusters",
      actions: ["iam:*OpenIDConnectProvider*"],
      resources: iam(({ region }) => `oidc-provider/oidc.eks.${region}.${serviceDomainOf(region)}/id/*`),
    },
    {
      sid: "LetServicesMakeTheirOwnRoles",
      actions: ["iam:CreateServiceLinkedRole"],
      resources: iam(() => "role/aws-service-role/*"),
      condition: [{ test: "StringEquals", variable: "iam:AWSServiceName", values: servicesWithLinkedRoles }],
    },
  ];
}

function arn({ partition, region, accountId }: EnvironmentReference, service: string): string {
  return `arn:${partition}:${service}:${region}:${accountId}`;
}
