import type { AccessNeed, Target } from "./access-need";
import { valueAt } from "./parameters";
import type { Context, RecordedCall } from "./recorded-call";
import { accountOf } from "./simulator";
import { requestTags, withPrefix } from "./tags";

/** The condition keys of a request, and which others are known to be absent. */
export interface RequestContext {
  readonly context: Context;

  /** Whether a condition key's value or absence is known. */
  readonly isKnown: (key: string) => boolean;
}

/**
 * Members that are condition keys, by service. A key is absent if its member is.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html#amazons3-policy-keys
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html#awsidentityandaccessmanagementiam-policy-keys
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelastickubernetesservice.html#amazonelastickubernetesservice-policy-keys
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
const memberKeys: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  s3: {
    "s3:VersionId": "VersionId",
    "s3:prefix": "Prefix",
    "s3:delimiter": "Delimiter",
    "s3:max-keys": "MaxKeys",
    "s3:locationconstraint": "CreateBucketConfiguration.LocationConstraint",
    "s3:if-none-match": "IfNoneMatch",
    "s3:if-match": "IfMatch",
    "s3:object-lock-mode": "ObjectLockMode",
    "s3:object-lock-legal-hold": "ObjectLockLegalHoldStatus",
    "s3:object-lock-retain-until-date": "ObjectLockRetainUntilDate",
  },
  iam: { "iam:PolicyARN": "PolicyArn", "iam:AWSServiceName": "AWSServiceName" },
  eks: {
    "eks:accessEntryType": "type",
    "eks:accessScope": "accessScope.type",
    "eks:authenticationMode": "accessConfig.authenticationMode",
    "eks:bootstrapClusterCreatorAdminPermissions": "accessConfig.bootstrapClusterCreatorAdminPermissions",
    "eks:deletionProtection": "deletionProtection",
    "eks:endpointPrivateAccess": "resourcesVpcConfig.endpointPrivateAccess",
    "eks:endpointPublicAccess": "resourcesVpcConfig.endpointPublicAccess",
    "eks:kubernetesGroups": "kubernetesGroups",
    "eks:kubernetesVersion": "version",
    "eks:namespaces": "accessScope.namespaces",
    "eks:policyArn": "policyArn",
    "eks:principalArn": "principalArn",
    "eks:supportType": "upgradePolicy.supportType",
    "eks:username": "username",
  },
  kms: {
    "kms:BypassPolicyLockoutSafetyCheck": "BypassPolicyLockoutSafetyCheck",
    "kms:GrantOperations": "Operations",
    "kms:GranteePrincipal": "GranteePrincipal",
    "kms:KeySpec": "KeySpec",
    "kms:KeyUsage": "KeyUsage",
    "kms:MultiRegion": "MultiRegion",
    "kms:ScheduleKeyDeletionPendingWindowInDays": "PendingWindowInDays",
  },
  sns: { "sns:Protocol": "Protocol", "sns:Endpoint": "Endpoint" },
};

/** Keys about the call that are absent unless this module or a need sets them: no organization, no network of AWS. */
const absentUnlessSet = [
  /^aws:(called|principal|request|source(arn|account|org|vpc|owner)|tagkeys|vpcsource|viaaws|multifactor|federated)/,
  /^aws:(resourceorg|resourceaccount|securetransport|requestedregion)/,
  /^ec2:(createaction|region)$/,
  /^iam:(passedtoservice|associatedresourcearn|permissionsboundary)$/,
  /^kms:(via|caller|encryptioncontext|grantisfor|grantconstraint|requestalias|resourcealiases|wrapping|expiration)/,
  /^s3:(?!existingobjecttag|signatureage|buckettag|accesspointtag)/,
];

/**
 * Aliases, which have no tags.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html#awskeymanagementservice-resources-for-iam-policies
 */
const withoutTags = /^arn:[^:]+:kms:[^:]*:[^:]*:alias\//;

const resourceTagKey = /^(aws|ec2|iam|ecr|eks|kms|s3|secretsmanager):resourcetag\//;

/** Condition keys of a need of a call on a target. */
export function requestContext(call: RecordedCall, need: AccessNeed, target: Target): RequestContext {
  const context: Context = {
    ...contextOfCaller(call),
    ...(need.onBehalf ? {} : contextOfParameters(call, need, target)),
    ...contextOfTarget(need, target),
    ...keysOfOwner(need.action, ownerOf(call, target)),
    ...need.context,
  };
  const present = new Set(Object.keys(context).map((key) => key.toLowerCase()));
  const unknown = new Set((need.unknownKeys ?? []).map((key) => key.toLowerCase()));
  const hasKnownTags =
    target.isNew === true || target.facts?.tags !== undefined || target.arn === "*" || withoutTags.test(target.arn);
  const isKnown = (key: string) => {
    const name = key.toLowerCase();
    if (unknown.has(name)) return false;
    if (present.has(name)) return true;
    if (name.startsWith("aws:multifactorauth")) return call.caller.type !== "AssumedRole";
    if (resourceTagKey.test(name)) return hasKnownTags;
    if (name === "iam:permissionsboundary" && !need.onBehalf)
      return target.isNew === true || target.facts !== undefined;
    return absentUnlessSet.some((pattern) => pattern.test(name)) || isMember(need.action, name);
  };
  return { context, isKnown };
}

function contextOfCaller(call: RecordedCall): Context {
  const { caller, facts, region } = call;
  return {
    "aws:PrincipalType": caller.type === "IAMUser" ? "User" : caller.type,
    "aws:RequestedRegion": region,
    "aws:ViaAWSService": "false",
    ...withPrefix("aws:PrincipalTag/", facts.principalTags ?? {}),
    ...facts.principalKeys,
    ...secondFactor(call),
  };
}

/**
 * A role is assumed with a second factor in the same call.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
 */
function secondFactor({ service, parameters: { SerialNumber, TokenCode } }: RecordedCall): Context {
  const isGiven = service === "sts" && SerialNumber !== undefined && TokenCode !== undefined;
  return isGiven ? { "aws:MultiFactorAuthPresent": "true", "aws:MultiFactorAuthAge": "0" } : {};
}

function contextOfParameters(call: RecordedCall, need: AccessNeed, target: Target): Context {
  const [prefix = ""] = need.action.split(":");
  const members = Object.entries(memberKeys[prefix] ?? {}).flatMap(([key, path]) => {
    const value = valueAt(call.parameters, path);
    return value === undefined ? [] : [[key, asCondition(value)] as const];
  });
  return {
    ...Object.fromEntries(members),
    ...(mayTag(call, need, target) ? requestTags(call, target.arn) : {}),
    ...(prefix === "s3" ? { ...s3Headers(call), ...s3Signature } : {}),
    ...(prefix === "ec2" ? { "ec2:Region": call.region } : {}),
    ...(prefix === "kms" ? requestAlias(call) : {}),
    ...(prefix === "iam" ? boundaryKey(call) : {}),
  };
}

/** EC2 has the keys of new tags only where it tags, not on the other resources of the call. */
function mayTag({ operation }: RecordedCall, need: AccessNeed, target: Target): boolean {
  return !need.action.startsWith("ec2:") || target.isNew === true || /^(Create|Delete)Tags$/.test(operation);
}

const s3Signature: Context = { "s3:authType": "REST-HEADER", "s3:signatureversion": "AWS4-HMAC-SHA256" };

/** A header of S3 is the condition key of the same name; its member may be secret, and then is not recorded. */
function s3Headers({ headers }: RecordedCall): Context {
  const own = Object.entries(headers).filter(([name]) => name.startsWith("x-amz-"));
  return Object.fromEntries(own.map(([name, value]) => [`s3:${name}`, value]));
}

function requestAlias({ parameters: { KeyId } }: RecordedCall): Context {
  const alias = typeof KeyId === "string" ? /(^|:)(alias\/.+)$/.exec(KeyId)?.[2] : undefined;
  return alias === undefined ? {} : { "kms:RequestAlias": alias };
}

/** The boundary that a call sets; otherwise that of the role. */
function boundaryKey({ parameters: { PermissionsBoundary } }: RecordedCall): Context {
  return typeof PermissionsBoundary === "string" ? { "iam:PermissionsBoundary": PermissionsBoundary } : {};
}

function contextOfTarget({ action }: AccessNeed, { facts }: Target): Context {
  const [prefix = ""] = action.split(":");
  const tags = facts?.tags ?? {};
  return {
    ...withPrefix("aws:ResourceTag/", tags),
    ...(["ec2", "iam", "ecr"].includes(prefix) ? withPrefix(`${prefix}:ResourceTag/`, tags) : {}),
    ...(prefix === "iam" && facts?.boundaryArn && !setsBoundary(action)
      ? { "iam:PermissionsBoundary": facts.boundaryArn }
      : {}),
    ...(prefix === "ec2" && facts?.vpcArn ? { "ec2:Vpc": facts.vpcArn } : {}),
    ...(prefix === "kms" && facts?.aliases && facts.aliases.length > 0
      ? { "kms:ResourceAliases": [...facts.aliases] }
      : {}),
  };
}

/** The account that owns a resource. One that AWS creates, or that no ARN and no fact tells, is the caller's. */
export function ownerOf({ account }: RecordedCall, { arn, facts }: Target): string {
  return facts?.account ?? accountOf(arn) ?? account;
}

function keysOfOwner(action: string, owner: string): Context {
  return { "aws:ResourceAccount": owner, ...(action.startsWith("s3:") ? { "s3:ResourceAccount": owner } : {}) };
}

function setsBoundary(action: string): boolean {
  return /^iam:(Create|Put)(Role|User)(PermissionsBoundary)?$/.test(action);
}

function isMember(action: string, key: string): boolean {
  const [prefix = ""] = action.split(":");
  return Object.keys(memberKeys[prefix] ?? {}).some((name) => name.toLowerCase() === key);
}

function asCondition(value: unknown): string | string[] {
  return Array.isArray(value) ? value.map(String) : String(value);
}
