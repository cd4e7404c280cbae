import type { Faults } from "./fault";

/** Faults of trails, alerts and permissions. */
export const auditFaults: Faults = {
  "the audit logs' bucket records no access": {
    stack: "bootstrap",
    path: "resource.aws_s3_bucket_logging.audit_logs_logging",
    rules: ["s3-bucket-logs-access", "trail-bucket-logs-access"],
    controls: ["aws-fsbp S3.9", "aws-security-hub CloudTrail.7", "cis-aws 3.4"],
  },
  "the audit logs' bucket is encrypted under S3's own key": {
    stack: "bootstrap",
    path: "resource.aws_s3_bucket_server_side_encryption_configuration.audit_logs_encryption.rule.0.apply_server_side_encryption_by_default.sse_algorithm",
    value: "AES256",
    rules: ["s3-bucket-is-encrypted-with-kms"],
    controls: ["aws-security-hub S3.17"],
  },
  "the audit logs' bucket has no lock": {
    stack: "bootstrap",
    path: "resource.aws_s3_bucket_object_lock_configuration.audit_logs_lock",
    rules: ["s3-bucket-has-object-lock"],
    controls: ["aws-security-hub S3.15"],
  },
  "the trail is of one region": {
    stack: "bootstrap",
    path: "resource.aws_cloudtrail.audit.is_multi_region_trail",
    value: false,
    rules: ["trail-records-management-events-of-all-regions"],
    controls: ["aws-fsbp CloudTrail.1", "cis-aws 3.1", "reference Audit.1"],
  },
  "the trail does not sign its files": {
    stack: "bootstrap",
    path: "resource.aws_cloudtrail.audit.enable_log_file_validation",
    value: false,
    rules: ["trail-validates-log-files"],
    controls: ["aws-fsbp CloudTrail.4", "cis-aws 3.2", "reference Audit.1"],
  },
  "the trail is encrypted under S3's own key": {
    stack: "bootstrap",
    path: "resource.aws_cloudtrail.audit.kms_key_id",
    rules: ["trail-is-encrypted-with-customer-key"],
    controls: ["aws-fsbp CloudTrail.2", "cis-aws 3.5", "reference Audit.1"],
  },
  "the trail sends nothing to CloudWatch Logs": {
    stack: "bootstrap",
    path: "resource.aws_cloudtrail.audit.cloud_watch_logs_group_arn",
    rules: ["trail-sends-to-cloudwatch-logs"],
    controls: ["aws-fsbp CloudTrail.5"],
  },
  "the trail misses the state of prod": {
    stack: "bootstrap",
    path: "resource.aws_cloudtrail.audit.event_selector.0.data_resource.0.values.1",
    rules: ["state-access-is-recorded"],
    controls: ["reference State.6"],
  },
  "the trail's log group is kept for a month": {
    stack: "bootstrap",
    path: "resource.aws_cloudwatch_log_group.audit_group.retention_in_days",
    value: 30,
    rules: ["log-group-is-kept-for-a-year"],
    controls: ["aws-security-hub CloudWatch.16"],
  },
  "an alert is off": {
    stack: "bootstrap",
    path: "resource.aws_cloudwatch_event_rule.alert_trail_logs_configured.state",
    value: "DISABLED",
    rules: ["event-rule-is-on-and-has-target"],
    controls: ["reference Alerts.1"],
  },
  "an alert leads nowhere": {
    stack: "bootstrap",
    path: "resource.aws_cloudwatch_event_target.alert_trail_logs_configured_mail",
    rules: ["event-rule-is-on-and-has-target"],
    controls: ["reference Alerts.1"],
  },
  "alerts are not encrypted": {
    stack: "bootstrap",
    path: "resource.aws_sns_topic.alerts_mail.kms_master_key_id",
    rules: ["sns-topic-is-encrypted"],
    controls: ["aws-security-hub SNS.1"],
  },
  "alerts can be published by anyone": {
    stack: "bootstrap",
    path: "data.aws_iam_policy_document.alerts_mail_access.statement.+",
    value: {
      sid: "Planted",
      effect: "Allow",
      actions: ["sns:Publish"],
      resources: ["*"],
      principals: [{ type: "AWS", identifiers: ["*"] }],
    },
    rules: ["resource-policy-allows-no-anyone", "sns-topic-is-not-public"],
    controls: ["aws-fsbp SNS.4", "cis-aws 7.0-2.21"],
  },
  "a role of planners administers the account": {
    stack: "bootstrap",
    path: "data.aws_iam_policy_document.role_TerraformPlanRole_read_rights.statement.+",
    value: { sid: "Planted", effect: "Allow", actions: ["*"], resources: ["*"] },
    rules: [
      "iam-inline-policy-allows-no-decryption-with-all-keys",
      "iam-inline-policy-allows-no-full-administration",
      "iam-inline-policy-allows-no-service-wildcard",
    ],
    controls: ["aws-fsbp IAM.1", "aws-fsbp KMS.2", "cis-aws 1.15", "reference Access.2"],
  },
  "a role trusts anyone": {
    stack: "bootstrap",
    path: "resource.aws_iam_role.role_TerraformPlanRole.assume_role_policy",
    value: '{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}]}',
    rules: ["resource-policy-allows-no-anyone"],
    controls: ["cis-aws 7.0-2.21"],
  },
  "a role trusts any repository of GitHub": {
    stack: "bootstrap",
    path: "resource.aws_iam_role.role_TerraformPlanRole.assume_role_policy",
    value:
      '{"Statement": [{"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}, "StringLike": {"token.actions.githubusercontent.com:sub": "repo:*"}}}]}',
    rules: ["federated-trust-is-restricted"],
    controls: ["reference Access.1"],
  },
  "a user has a policy": {
    stack: "bootstrap",
    path: "resource.aws_iam_user_policy_attachment.planted",
    value: { user: "terraform-user", policy_arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
    rules: ["iam-users-have-no-policies"],
    controls: ["aws-fsbp IAM.2", "cis-aws 1.14"],
  },
};
