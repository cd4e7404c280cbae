import type { AcceptedFinding } from "./findings";

/** The failed checks that stay, each with its reason. The list is exact: `npm run scan` refuses entries without a use. */
export const acceptedFindings: readonly AcceptedFinding[] = [
  {
    checks: ["CKV_AWS_109", "CKV_AWS_111", "CKV_AWS_356"],
    reason:
      "A key policy speaks of its own key alone, which it has to call *, and leaves the account's root in charge, or nobody " +
      "could mend it. Who may use each key is tested by evaluating its policy.",
    blocks: {
      bootstrap: [
        "data.aws_iam_policy_document.alerts_key_policy",
        "data.aws_iam_policy_document.audit_key_policy",
        "data.aws_iam_policy_document.state_key_policy",
      ],
      dev: ["data.aws_iam_policy_document.cluster_secrets_key_policy"],
      prod: [
        "data.aws_iam_policy_document.cluster_secrets_key_policy",
        "data.aws_iam_policy_document.key_images_policy",
        "data.aws_iam_policy_document.key_logs_policy",
        "data.aws_iam_policy_document.key_volumes_policy",
      ],
    },
  },
  {
    checks: ["CKV_AWS_136"],
    reason: "dev asks for keys that AWS manages: its images are encrypted with AES-256.",
    blocks: { dev: ["aws_ecr_repository.repositories_api", "aws_ecr_repository.repositories_web"] },
  },
  {
    checks: ["CKV_AWS_158", "CKV_AWS_338"],
    reason:
      "dev asks for keys that AWS manages, and keeps its logs for two weeks: they are for finding faults, not for audits.",
    blocks: { dev: ["aws_cloudwatch_log_group.cluster_logs", "aws_cloudwatch_log_group.vpc_flow_logs_group"] },
  },
  {
    checks: ["CKV_AWS_39"],
    reason:
      "The endpoint of dev answers from outside, to the address ranges of its settings alone; the whole internet is refused.",
    blocks: { dev: ["aws_eks_cluster.cluster"] },
  },
  {
    checks: ["CKV_AWS_356"],
    reason:
      "To plan and deploy, Terraform reads whatever the stacks are made of, and most of those calls (Describe, List) know no " +
      "resource but *. They read configuration, no data.",
    blocks: {
      bootstrap: [
        "data.aws_iam_policy_document.role_TerraformExecutionRole_read_rights",
        "data.aws_iam_policy_document.role_TerraformPlanRole_read_rights",
      ],
    },
  },
  {
    checks: ["CKV_AWS_252"],
    reason:
      "The trail tells EventBridge of what matters at once; a message for each delivered log file would be noise.",
    blocks: { bootstrap: ["aws_cloudtrail.audit"] },
  },
  {
    checks: ["CKV_AWS_144", "CKV2_AWS_62"],
    reason:
      "The logs are locked against deletion where they are and go to CloudWatch Logs too; nobody waits for a notice that " +
      "another log file has come.",
    blocks: { bootstrap: ["aws_s3_bucket.audit_logs", "aws_s3_bucket.audit_logs_access_logs"] },
  },
  {
    checks: ["CKV_AWS_145"],
    reason: "S3 delivers server access logs only to a bucket under its own keys.",
    blocks: { bootstrap: ["aws_s3_bucket.audit_logs_access_logs"] },
  },
  {
    checks: ["CKV_AWS_145"],
    reason: "The state of dev is encrypted with AES-256, so that reading it takes no key.",
    blocks: { bootstrap: ["aws_s3_bucket.state_dev"] },
  },
  {
    checks: ["CKV_AWS_18", "CKV_AWS_144", "CKV2_AWS_62"],
    reason:
      "Access to state is recorded by CloudTrail's data events, which say who it was; alerts come from there as well. A copy " +
      "in another region is a choice of its own, since it is a second place to guard.",
    blocks: { bootstrap: ["aws_s3_bucket.state_dev", "aws_s3_bucket.state_prod"] },
  },
];
