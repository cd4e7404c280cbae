/**
 * Keys of conditions whose values a report shows: which accounts, organizations, networks, services and resources a
 * statement is limited to. An external ID, for example, is a shared secret.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const shown: ReadonlySet<string> = new Set(
  [
    "aws:CalledVia",
    "aws:MultiFactorAuthAge",
    "aws:MultiFactorAuthPresent",
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalIsAWSService",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalServiceName",
    "aws:RequestedRegion",
    "aws:ResourceAccount",
    "aws:ResourceOrgID",
    "aws:SecureTransport",
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:SourceIp",
    "aws:SourceOrgID",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "aws:TagKeys",
    "aws:ViaAWSService",
    "ec2:Encrypted",
    "ec2:Vpc",
    "iam:AWSServiceName",
    "iam:PassedToService",
    "iam:PermissionsBoundary",
    "iam:PolicyARN",
    "kms:CallerAccount",
    "kms:GrantIsForAWSResource",
    "kms:ViaService",
    "s3:prefix",
    "s3:TlsVersion",
    "s3:x-amz-acl",
    "s3:x-amz-server-side-encryption",
    "s3:x-amz-server-side-encryption-aws-kms-key-id",
  ].map((key) => key.toLowerCase()),
);

/** Keys with a part that the policy names: tags, the context of a key, and claims of an identity provider's tokens. */
const shownByPattern = [
  /^(aws|ec2|eks):(principal|request|resource)tag\//,
  /^kms:encryptioncontext:aws:/,
  /:(aud|sub)$/,
];

/** Whether the values of a condition key are shown. IAM does not distinguish upper and lower case in keys. */
export function isShownCondition(key: string): boolean {
  const name = key.toLowerCase();
  return shown.has(name) || shownByPattern.some((pattern) => pattern.test(name));
}

/** Keys that limit a statement to principals, resources or networks that the policy names. */
const limiting: ReadonlySet<string> = new Set(
  [
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:SourceOrgID",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "kms:CallerAccount",
  ].map((key) => key.toLowerCase()),
);

/** Whether a condition on this key limits who can use a statement. */
export function isLimitingCondition(key: string): boolean {
  return limiting.has(key.toLowerCase());
}
