import type { AcceptanceSettings } from "../src/settings/acceptance";

/** The team that answers for the acceptances, and the day on which it looks at them again. */
const platform = { owner: "platform-team", expires: "2027-11-30" };

/**
 * Findings of `npm run evidence` that are accepted, and why. Each fails again when its day is over, and one that no
 * longer matches a failing finding is reported.
 */
export const acceptedControls: readonly AcceptanceSettings[] = [
  {
    rule: "s3-bucket-is-replicated-across-regions",
    stack: "bootstrap*",
    reason: "A copy in another region is a second place to guard; state.replicaRegion asks for one where it is needed.",
    ...platform,
  },
  {
    rule: "s3-bucket-logs-access",
    stack: "bootstrap*",
    address: "aws_s3_bucket.state_*",
    reason: "CloudTrail records each read and write of a state with its caller; access logs add nothing to that.",
    ...platform,
  },
  {
    rule: "s3-bucket-logs-access",
    stack: "bootstrap*",
    address: "aws_s3_bucket.audit_logs_access_logs",
    reason: "The bucket receives the access logs of the audit logs; logs of itself would never end.",
    ...platform,
  },
  {
    rule: "s3-bucket-has-event-notifications",
    stack: "bootstrap*",
    reason: "Alerts come from CloudTrail's records through EventBridge, which name the caller.",
    ...platform,
  },
  {
    rule: "s3-bucket-has-object-lock",
    stack: "bootstrap*",
    address: "aws_s3_bucket.state_*",
    reason:
      "Versions are kept, and only the break-glass role erases one; a lock would keep lock files and secrets too.",
    ...platform,
  },
  {
    rule: "s3-bucket-has-object-lock",
    stack: "bootstrap*",
    address: "aws_s3_bucket.audit_logs_access_logs",
    reason: "S3 delivers access logs only to a bucket without default retention.",
    ...platform,
  },
  {
    rule: "s3-bucket-is-encrypted-with-kms",
    stack: "bootstrap*",
    address: "aws_s3_bucket.state_dev",
    reason: "The settings ask for AES-256, so that reading the state of dev takes no key.",
    ...platform,
  },
  {
    rule: "s3-bucket-is-encrypted-with-kms",
    stack: "bootstrap*",
    address: "aws_s3_bucket.audit_logs_access_logs",
    reason: "S3 delivers access logs only to a bucket under S3's own keys.",
    ...platform,
  },
  {
    rule: "s3-bucket-requires-mfa-delete",
    stack: "bootstrap*",
    reason:
      "Only the account's root can set it, by hand; bucket policies let the break-glass role alone erase versions.",
    ...platform,
  },
  {
    rule: "log-group-is-kept-for-a-year",
    stack: "dev",
    reason: "Logs of the development environment are kept for two weeks, by its settings.",
    ...platform,
  },
  {
    rule: "iam-policy-allows-no-service-wildcard",
    stack: "bootstrap*",
    address: "aws_iam_policy.role_*_tagged*",
    reason:
      "Deployers change what has the tag or the name of their environment, in one region; a boundary limits them.",
    ...platform,
  },
  {
    rule: "iam-inline-policy-allows-no-service-wildcard",
    stack: "bootstrap*",
    address: "aws_iam_role_policy.role_*_deploy*",
    reason: "Deployers manage resources of services whose names begin with that of their environment, in one region.",
    ...platform,
  },
  {
    rule: "iam-inline-policy-allows-no-service-wildcard",
    stack: "bootstrap*",
    address: "aws_iam_role_policy.role_TerraformBreakGlassRole_state",
    reason: "The break-glass role exists to repair states and their keys, and no others; its use raises an alert.",
    ...platform,
  },
  {
    rule: "iam-policy-allows-no-decryption-with-all-keys",
    stack: "bootstrap*",
    address: "aws_iam_policy.role_*_tagged*",
    reason: "EC2 decrypts for deployers who start instances with encrypted volumes: kms:ViaService admits EC2 alone.",
    ...platform,
  },
  {
    rule: "iam-inline-policy-allows-no-decryption-with-all-keys",
    stack: "bootstrap*",
    address: "aws_iam_role_policy.role_TerraformBreakGlassRole_state",
    reason:
      "Versions of a state may be under former keys; kms:ViaService admits S3 alone, and its policies say what it reads.",
    ...platform,
  },
  {
    rule: "eks-cluster-is-protected-against-deletion",
    stack: "dev",
    reason: "The development environment is created and destroyed at will, by its settings.",
    ...platform,
  },
  {
    rule: "ecr-repository-keeps-its-images",
    stack: "dev",
    reason: "Images of the development environment are built again from source, by its settings.",
    ...platform,
  },
  ...["vpc-has-endpoint-ec2", "vpc-has-endpoint-ecr-api", "vpc-has-endpoint-ecr-dkr", "vpc-has-endpoint-ssm"].map(
    (rule) => ({
      rule,
      reason:
        "NAT gateways lead there, over TLS; network.interfaceEndpoints creates endpoints, which cost by the hour.",
      ...platform,
    }),
  ),
  ...["vpc-has-endpoint-ssm-contacts", "vpc-has-endpoint-ssm-incidents"].map((rule) => ({
    rule,
    reason: "Nothing in these VPCs calls Incident Manager.",
    ...platform,
  })),
  ...["eks-endpoint-is-not-public", "eks-endpoint-is-private"].map((rule) => ({
    rule,
    stack: "dev",
    reason: "The endpoint answers the team's address ranges alone, with authentication by IAM; it spares dev a VPN.",
    ...platform,
  })),
  {
    rule: "ecr-is-encrypted-with-customer-key",
    stack: "dev",
    reason: "Images of the development environment are encrypted under ECR's own keys, by its settings.",
    ...platform,
  },
];
