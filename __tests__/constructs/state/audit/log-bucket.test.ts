import { LogBucket, type LogBucketProps } from "../../../../src/constructs/state/audit/log-bucket";
import { decisions, expectedDecisions } from "../../../support/policies";
import { policyDocument } from "../../../support/policy-document";
import { mutationsOf, unnoticed } from "../../../support/policy-mutations";
import { type Block, synthesize } from "../../../support/synthesize";
import {
  access,
  account,
  type Caller,
  callers,
  type Column,
  insiders,
  matrix,
  outsiders,
} from "../store/access-matrix";

const trailArn = `arn:aws:cloudtrail:ap-northeast-1:${account}:trail/platform-audit`;
const keyArn = `arn:aws:kms:ap-northeast-1:${account}:key/11111111-2222-3333-4444-555555555555`;
const logs = "arn:aws:s3:::my-terraform-state-audit";
const accessLogs = `${logs}-access`;

function logBucket(props: Partial<LogBucketProps> = {}) {
  return synthesize((scope) => {
    new LogBucket(scope, "logs", {
      bucketName: "my-terraform-state-audit",
      region: "ap-northeast-1",
      accountId: account,
      trailArn,
      encryptionKeyArn: keyArn,
      retentionDays: 365,
      retentionMode: "GOVERNANCE",
      access,
      ...props,
    });
  });
}

const column = (action: string, resource: string, allowed: Caller[], more: Partial<Column> = {}): Column => ({
  action,
  resource,
  allowed,
  resourceAccount: account,
  notAllowed: ["awsService"].filter((caller): caller is Caller => !allowed.includes(caller as Caller)),
  ...more,
});

const knowing: Caller[] = ["root", "breakGlass", "administrator"];

/** What applies to both buckets; `log` is an object in the bucket. */
const columns = (bucketArn: string, log: string): Column[] => [
  ...["s3:GetObject", "s3:GetObjectVersion"].map((action) => column(action, log, knowing)),
  ...["s3:ListBucket", "s3:ListBucketVersions"].map((action) => column(action, bucketArn, knowing)),
  ...[
    "s3:PutObject",
    "s3:DeleteObject",
    "s3:DeleteObjectVersion",
    "s3:PutObjectRetention",
    "s3:BypassGovernanceRetention",
  ].map((action) => column(action, log, ["breakGlass"])),
  ...["s3:PutBucketPolicy", "s3:PutLifecycleConfiguration", "s3:PutBucketObjectLockConfiguration"].map((action) =>
    column(action, bucketArn, knowing),
  ),
  column("s3:DeleteBucket", bucketArn, ["breakGlass"]),
  ...["s3:GetBucketPolicy", "s3:GetBucketObjectLockConfiguration", "s3:ListTagsForResource"].map((action) =>
    column(action, bucketArn, insiders, { notAllowed: outsiders }),
  ),
  ...(
    [
      ["s3:GetObject", log],
      ["s3:ListBucket", bucketArn],
    ] as const
  ).map(([action, resource]) =>
    column(action, resource, [], {
      note: "without TLS",
      notAllowed: [],
      context: { "aws:SecureTransport": "false" },
    }),
  ),
];

/** The same request by each service that could make it, under the conditions given. */
const delivery = (
  name: string,
  service: string,
  request: Pick<Column, "action" | "resource" | "context">,
  works: boolean,
) => ({
  ...request,
  name,
  principal: service,
  resourceAccount: account,
  decision: works ? ("Allowed" as const) : ("ImplicitlyDenied" as const),
});

describe("bucket of the audit logs", () => {
  const policy = policyDocument(logBucket(), "aws_s3_bucket_policy.logs_policy.policy");
  const log = `${logs}/AWSLogs/${account}/CloudTrail/ap-northeast-1/2026/03/01/log.json.gz`;
  const put = {
    action: "s3:PutObject",
    resource: log,
    context: { "aws:SourceArn": trailArn, "s3:x-amz-acl": "bucket-owner-full-control" },
  };
  const check = { action: "s3:GetBucketAcl", resource: logs, context: { "aws:SourceArn": trailArn } };
  const otherTrail = { "aws:SourceArn": "arn:aws:cloudtrail:ap-northeast-1:210987654321:trail/platform-audit" };
  const cloudTrail = "cloudtrail.amazonaws.com";
  const deliveries = [
    delivery("trail delivers", cloudTrail, put, true),
    delivery("trail checks", cloudTrail, check, true),
    delivery("another trail delivers", cloudTrail, { ...put, context: { ...put.context, ...otherTrail } }, false),
    delivery("another trail checks", cloudTrail, { ...check, context: otherTrail }, false),
    delivery(
      "trail keeps the object",
      cloudTrail,
      { ...put, context: { "aws:SourceArn": trailArn, "s3:x-amz-acl": "private" } },
      false,
    ),
    delivery("trail delivers elsewhere", cloudTrail, { ...put, resource: `${logs}/other` }, false),
    delivery("trail opens a log", cloudTrail, { ...put, action: "s3:PutObjectAcl" }, false),
    delivery("another service delivers", "delivery.logs.amazonaws.com", put, false),
  ];
  const cases = [...deliveries, ...matrix(columns(logs, log))];

  test("lets CloudTrail deliver, administrators read, and only break-glass write", async () => {
    expect(await decisions(policy, cases)).toEqual(expectedDecisions(cases));
  });

  test("has no part in its policy that could be removed unnoticed", async () => {
    const mutations = mutationsOf(policy).filter(({ change }) => !isAllOfTheBucket(change));

    expect(mutations.length).toBeGreaterThan(30);
    expect(await unnoticed(mutations, cases)).toEqual([]);
  });

  test("locks each log for as long as it is retained", () => {
    const synthesized = logBucket({ retentionDays: 2557, retentionMode: "COMPLIANCE" });

    expect(synthesized.at("aws_s3_bucket.logs").object_lock_enabled).toBe(true);
    expect(synthesized.at("aws_s3_bucket_object_lock_configuration.logs_lock").rule).toEqual({
      default_retention: { mode: "COMPLIANCE", days: 2557 },
    });
    expect((synthesized.at("aws_s3_bucket_lifecycle_configuration.logs_lifecycle").rule as Block[])[0]).toMatchObject({
      expiration: [{ days: 2557 }],
    });
    expect(
      synthesized.dependsOn(
        "aws_s3_bucket_object_lock_configuration.logs_lock",
        "aws_s3_bucket_versioning.logs_versioning",
      ),
    ).toBe(true);
  });

  test("is encrypted under the audit key, without a bucket key, which would hide the trail from the key policy", () => {
    expect(logBucket().at("aws_s3_bucket_server_side_encryption_configuration.logs_encryption").rule).toEqual([
      {
        apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms", kms_master_key_id: keyArn },
        bucket_key_enabled: false,
      },
    ]);
  });
});

describe("bucket of the accesses to the audit logs", () => {
  const synthesized = logBucket();
  const policy = policyDocument(synthesized, "aws_s3_bucket_policy.logs_access_logs_policy.policy");
  const log = `${accessLogs}/2026-03-01-10-00-00-EXAMPLE`;
  const put = {
    action: "s3:PutObject",
    resource: log,
    context: { "aws:SourceAccount": account, "aws:SourceArn": logs },
  };
  const s3 = "logging.s3.amazonaws.com";
  const deliveries = [
    delivery("access logs arrive", s3, put, true),
    delivery(
      "those of another bucket",
      s3,
      { ...put, context: { ...put.context, "aws:SourceArn": "arn:aws:s3:::other" } },
      false,
    ),
    delivery(
      "those of another account",
      s3,
      { ...put, context: { ...put.context, "aws:SourceAccount": "210987654321" } },
      false,
    ),
    delivery("another service delivers", "delivery.logs.amazonaws.com", put, false),
  ];
  const cases = [...deliveries, ...matrix(columns(accessLogs, log))];

  test("lets S3 deliver, administrators read, and only break-glass write", async () => {
    expect(callers.awsService).toBe(s3);
    expect(await decisions(policy, cases)).toEqual(expectedDecisions(cases));
  });

  test("has no part in its policy that could be removed unnoticed", async () => {
    const mutations = mutationsOf(policy).filter(({ change }) => !isAllOfTheBucket(change));

    expect(await unnoticed(mutations, cases)).toEqual([]);
  });

  test("can receive deliveries of S3: without a lock, under S3 managed keys", () => {
    expect(synthesized.at("aws_s3_bucket.logs_access_logs")).not.toHaveProperty("object_lock_enabled");
    expect(
      synthesized.at("aws_s3_bucket_server_side_encryption_configuration.logs_access_logs_encryption").rule,
    ).toEqual([{ apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } }]);
    expect(synthesized.at("aws_s3_bucket_logging.logs_logging")).toMatchObject({
      bucket: "${aws_s3_bucket.logs.id}",
      target_bucket: "${aws_s3_bucket.logs_access_logs.id}",
    });
    expect(
      synthesized.dependsOn("aws_s3_bucket_logging.logs_logging", "aws_s3_bucket_policy.logs_access_logs_policy"),
    ).toBe(true);
  });
});

/** In a bucket policy "all resources" are the bucket and its objects, and configuring objects is writing them. */
function isAllOfTheBucket(change: string): boolean {
  return /^with all resources of Deny(Plaintext|Reading|Listing|Deleting|Configuring)|of S3Delivers|of CloudTrailChecks/.test(
    change,
  );
}
