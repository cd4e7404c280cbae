import { Token } from "cdktf";
import { byName, distinct, group, oneOfNumbers, requirement, text } from "./schema";

/** Account IDs are strings: numbers would lose their leading zeros. */
export const accountId = text(/^\d{12}$/, "12 digits in quotes");

/**
 * The regions of China, isolated regions and the European Sovereign Cloud have their own partitions, with other domains
 * and without services that this project needs.
 *
 * @see https://docs.amazonaws.cn/en_us/eks/latest/userguide/pod-identities.html
 * @see https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
 */
export const regionName = text(/^[a-z]{2,4}(-[a-z]+){1,2}-\d$/, 'a region such as "ap-northeast-1"').check(
  requirement(
    (value) => !/^(cn-|us-iso|eu-isoe-|eusc-)/.test(value),
    "a region of the AWS or AWS GovCloud (US) partition, not of China",
  ),
);

/**
 * Names that begin the names of AWS resources. The form is valid for each of them. ECR repositories are the strictest:
 * no trailing hyphen and no two hyphens in a row.
 */
export const prefixName = text(
  /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
  "lowercase letters, digits and single hyphens, beginning with a letter",
);

/**
 * Whether EC2 reserves a prefix of names: no security group can have it.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
 */
function isReservedPrefix(prefix: string): boolean {
  return `${prefix}-`.startsWith("sg-");
}

/** Longest name of an IAM role, and of an EventBridge rule. */
const longestRoleName = 64;

/** Length of the longest suffix that such a name adds to a cluster's name. */
export const longestRoleSuffix = "-karpenter-spot-interruption".length;

export const longestNamePrefix = longestRoleName - longestRoleSuffix;

/** Names that begin the names of security groups, among others. */
export const groupNamePrefix = prefixName.check(
  requirement((value) => !isReservedPrefix(value), "a name that does not begin with sg-, which EC2 reserves"),
);

/** Name of a cluster, which begins the names of the roles, rules, keys and groups that belong to it. */
export const namePrefix = groupNamePrefix.check(
  requirement(
    (value) => value.length <= longestNamePrefix || Token.isUnresolved(value),
    `at most ${longestNamePrefix} characters, since the names of IAM roles add up to ${longestRoleSuffix} and can have ${longestRoleName}`,
  ),
);

/** The names of a construct's resources, and where they are. */
export const identityFields = group({
  /** Prefix of the names of its resources, such as `platform-dev`. A cluster has it as its name. */
  name: namePrefix,

  /** Region, for example `ap-northeast-1`. */
  region: regionName,

  /** Account, 12 digits. */
  accountId,
});

export const roleName = text(/^[\w+=,.@-]{1,64}$/, '1 to 64 letters, digits and "+=,.@_-"');

const zoneLetter = text(/^[a-f]$/, "the letter of an Availability Zone, a to f");

export const zoneLetters = (atLeast: number) => distinct(zoneLetter, { atLeast, of: 'zone letters such as "a"' });

/**
 * Name of a role or user, with its path if any, of at most 512 characters with the slashes around it. Only the service itself can use or change a service-linked role.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
 */
const iamName = String.raw`(?!aws-service-role/)(?=([^\s]{1,510}/)?[^/]*$)([\w+=,.@-]+/)*[\w+=,.@-]{1,64}`;

/** Name of a role or user, with its path if any. */
export const principalName = text(
  new RegExp(`^${iamName}$`),
  'a name of at most 64 characters, with its path if any, such as "ci/Deployer", not of a service-linked role',
);

/** Neither a role session (`arn:aws:sts::…:assumed-role/…`) nor the account root identifies one principal. */
export const principalArn = text(
  new RegExp(String.raw`^arn:aws[a-z-]*:iam::\d{12}:(user|role)/${iamName}$`),
  'ARN of an IAM role or user such as "arn:aws:iam::123456789012:role/Name", not of the account root, a role session or a service-linked role',
);

const release = String.raw`(0|[1-9]\d{0,8})(\.(0|[1-9]\d{0,8})){0,2}`;
const versionCondition = `(=|!=|>|>=|<|<=|~>)? *${release}`;

/**
 * A version constraint as in `required_version`, in which Terraform and OpenTofu refuse pre-releases.
 *
 * @see https://developer.hashicorp.com/terraform/language/expressions/version-constraints
 * @see https://opentofu.org/docs/language/expressions/version-constraints/
 * @see https://github.com/opentofu/opentofu/blob/v1.12.6/internal/configs/language.go
 */
export const versionConstraint = text(
  new RegExp(`^ *${versionCondition} *(, *${versionCondition} *)*$`),
  'a version constraint such as "~> 1.13.5" or ">= 1.10.0, < 2.0.0": operators =, !=, >, >=, <, <= and ~>, releases of one to three numbers, no pre-releases',
);

/** Longest alias of a KMS key, with `alias/`. */
export const longestKeyAlias = 256;

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html */
export const keyAlias = text(
  /^alias\/(?!aws\/)[\w/-]{1,250}$/,
  'alias/ and letters, digits, "/", "_" and "-", not alias/aws/, which AWS reserves',
);

/**
 * Keys that EKS, Kubernetes, the VPC CNI, the load balancer controller, the EBS CSI driver and Karpenter read: on a
 * foreign resource such a tag makes them use or delete it, or ignore an own one.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/subnet_discovery/
 * @see https://karpenter.sh/docs/concepts/nodeclasses/
 * @see https://github.com/aws/amazon-vpc-cni-k8s/blob/master/pkg/ipamd/ipamd.go for `node.k8s.amazonaws.com/no_manage`
 */
const clusterKeys =
  /^(eks:|kubernetescluster$|(.+\.)?(kubernetes\.io|k8s\.io|k8s\.aws|k8s\.amazonaws\.com|karpenter\.sh|csi\.aws\.com)(\/|$))/i;

/**
 * EKS reserves the prefix `aws:` for keys and for values, in any letter case. CloudTrail refuses an empty value.
 *
 * @see https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-eks-accessentry-tag.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Tag.html
 */
export const tags = byName(
  text(
    /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/iu,
    "1 to 128 letters, digits, spaces and _.:/=+-@, not beginning with aws:",
  ).check(
    requirement(
      (key) => !clusterKeys.test(key),
      "a key that no controller of a cluster reads: not eks:…, KubernetesCluster, or of kubernetes.io, k8s.io, k8s.aws, k8s.amazonaws.com, karpenter.sh or csi.aws.com",
    ),
  ),
  text(
    /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,256}$/iu,
    "1 to 256 letters, digits, spaces and _.:/=+-@, not beginning with aws:",
  ),
);

/**
 * A retention period in days that CloudWatch Logs supports.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
 */
export const logRetention = oneOfNumbers([
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]);
