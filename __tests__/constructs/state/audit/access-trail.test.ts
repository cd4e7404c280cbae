import { AccessTrail } from "../../../../src/constructs/state/audit/access-trail";
import { type AccessCase, decisions, evaluate, expectedDecisions } from "../../../support/policies";
import { policyDocument } from "../../../support/policy-document";
import { unnoticedMutations } from "../../../support/policy-mutations";
import { synthesize } from "../../../support/synthesize";
import { access, account, danger } from "../store/access-matrix";

const region = "ap-northeast-1";
const trailArn = `arn:aws:cloudtrail:${region}:${account}:trail/platform-audit`;
const groupArn = `arn:aws:logs:${region}:${account}:log-group:/aws/cloudtrail/platform-audit`;
const key = `arn:aws:kms:${region}:${account}:key/11111111-2222-3333-4444-555555555555`;

const stack = synthesize((scope) => {
  new AccessTrail(scope, "audit", {
    name: "platform-audit",
    bucketName: "my-terraform-state-audit",
    region,
    accountId: account,
    stateBucketArns: ["arn:aws:s3:::my-terraform-state-dev", "arn:aws:s3:::my-terraform-state-prod"],
    retentionDays: 365,
    retentionMode: "GOVERNANCE",
    logRetentionDays: 30,
    access,
  });
});

describe("AccessTrail", () => {
  test("records all regions, encrypted, with log file validation", () => {
    expect(stack.at("aws_cloudtrail.audit")).toMatchObject({
      name: "platform-audit",
      is_multi_region_trail: true,
      include_global_service_events: true,
      enable_log_file_validation: true,
      kms_key_id: "${aws_kms_key.audit_key.arn}",
      s3_bucket_name: "${aws_s3_bucket.audit_logs.id}",
      cloud_watch_logs_group_arn: "${aws_cloudwatch_log_group.audit_group.arn}:*",
      cloud_watch_logs_role_arn: "${aws_iam_role.audit_role.arn}",
      lifecycle: { prevent_destroy: true },
    });
  });

  test("records all management events, and each use of an object in the state buckets", () => {
    expect(stack.at("aws_cloudtrail.audit").event_selector).toEqual([
      {
        read_write_type: "All",
        include_management_events: true,
        data_resource: [
          {
            type: "AWS::S3::Object",
            values: ["arn:aws:s3:::my-terraform-state-dev/", "arn:aws:s3:::my-terraform-state-prod/"],
          },
        ],
      },
    ]);
  });

  test("starts only after all of its destinations accept it", () => {
    for (const address of [
      "aws_s3_bucket_policy.audit_logs_policy",
      "aws_iam_role_policy.audit_delivery",
      "aws_kms_key.audit_key",
      "aws_cloudwatch_log_group.audit_group",
    ]) {
      expect([address, stack.dependsOn("aws_cloudtrail.audit", address)]).toEqual([address, true]);
    }
  });

  test("retains searchable records, encrypted, for the given days", () => {
    expect(stack.at("aws_cloudwatch_log_group.audit_group")).toMatchObject({
      name: "/aws/cloudtrail/platform-audit",
      retention_in_days: 30,
      kms_key_id: "${aws_kms_key.audit_key.arn}",
    });
  });
});

describe("role of the trail", () => {
  const permissions = policyDocument(stack, "aws_iam_role_policy.audit_delivery.policy", {
    "aws_cloudwatch_log_group.audit_group.arn": groupArn,
  });
  const write = (action: string, stream: string) =>
    evaluate({
      principal: `arn:aws:iam::${account}:role/platform-audit-trail`,
      action,
      resource: stream,
      identityPolicies: [permissions],
    });

  test("writes only to the streams of its log group", async () => {
    const own = `${groupArn}:log-stream:${account}_CloudTrail_${region}`;

    expect(await write("logs:CreateLogStream", own)).toBe("Allowed");
    expect(await write("logs:PutLogEvents", own)).toBe("Allowed");
    expect(await write("logs:DeleteLogStream", own)).toBe("ImplicitlyDenied");
    expect(await write("logs:PutLogEvents", `${groupArn}:log-stream:other`)).toBe("ImplicitlyDenied");
  });

  test("can be assumed only for this trail", () => {
    expect(policyDocument(stack, "aws_iam_role.audit_role.assume_role_policy").Statement).toEqual([
      {
        Effect: "Allow",
        Principal: { Service: ["cloudtrail.amazonaws.com"] },
        Action: ["sts:AssumeRole"],
        Condition: { StringEquals: { "aws:SourceArn": [trailArn] } },
      },
    ]);
  });
});

describe("key of the trail", () => {
  const policy = policyDocument(stack, "aws_kms_key.audit_key.policy");
  const context = { "aws:SourceArn": trailArn, "kms:EncryptionContext:aws:cloudtrail:arn": trailArn };
  const other = `${trailArn}-other`;
  const row = (
    name: string,
    principal: string,
    action: string,
    decision: AccessCase["decision"],
    given?: AccessCase["context"],
  ): AccessCase => ({ name, principal, action, resource: key, resourceAccount: account, decision, context: given });
  const logs = `logs.${region}.amazonaws.com`;
  const ofGroup = { "kms:EncryptionContext:aws:logs:arn": groupArn };
  const cases = [
    row("trail encrypts", "cloudtrail.amazonaws.com", "kms:GenerateDataKey", "Allowed", context),
    row("trail sees", "cloudtrail.amazonaws.com", "kms:DescribeKey", "Allowed", { "aws:SourceArn": trailArn }),
    row("another trail sees", "cloudtrail.amazonaws.com", "kms:DescribeKey", "ImplicitlyDenied", {
      "aws:SourceArn": other,
    }),
    row("another trail encrypts", "cloudtrail.amazonaws.com", "kms:GenerateDataKey", "ImplicitlyDenied", {
      ...context,
      "aws:SourceArn": other,
    }),
    row("trail encrypts for another", "cloudtrail.amazonaws.com", "kms:GenerateDataKey", "ImplicitlyDenied", {
      ...context,
      "kms:EncryptionContext:aws:cloudtrail:arn": other,
    }),
    row("trail decrypts", "cloudtrail.amazonaws.com", "kms:Decrypt", "ImplicitlyDenied", context),
    ...["kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:GenerateDataKey"].flatMap((action) => [
      row(`logs ${action}`, logs, action, "Allowed", ofGroup),
      row(`logs ${action} of another group`, logs, action, "ImplicitlyDenied", {
        "kms:EncryptionContext:aws:logs:arn": `${groupArn}-other`,
      }),
    ]),
    row("logs retires grants", logs, "kms:RetireGrant", "ImplicitlyDenied", ofGroup),
    row("logs of another region", "logs.us-east-1.amazonaws.com", "kms:Encrypt", "ImplicitlyDenied", ofGroup),
    ...danger(key),
    row(
      "no principal by the key's policy alone",
      `arn:aws:iam::${account}:role/Application`,
      "kms:Decrypt",
      "ImplicitlyDenied",
    ),
  ];

  test("is used by CloudTrail for the trail and by CloudWatch Logs for its group", async () => {
    expect(await decisions(policy, cases)).toEqual(expectedDecisions(cases));
  });

  test("has no part in its policy that could be removed unnoticed", async () => {
    expect(await unnoticedMutations(policy, cases)).toEqual([]);
  });
});
