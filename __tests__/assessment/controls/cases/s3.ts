import type { JsonObject } from "../../../../src/cdktf/terraform-json";
import { resources } from "../../support/project";
import type { RuleCase, RuleCases } from "../rule-cases";

const bucket = { bucket: "${aws_s3_bucket.a.id}" };
const unknown = "${var.unknown}";

/** A bucket with one resource that configures it, or none. */
function bucketWith(configuration: JsonObject = {}, own: JsonObject = {}) {
  return resources({ aws_s3_bucket: { a: { bucket: "a", ...own } }, ...configuration });
}

function satellite(type: string, values: JsonObject, own: JsonObject = {}) {
  return bucketWith({ [type]: { b: { ...bucket, ...values } } }, own);
}

const block = (value: boolean | string, one: JsonObject = {}) => ({
  block_public_acls: value,
  block_public_policy: value,
  ignore_public_acls: value,
  restrict_public_buckets: value,
  ...one,
});

function policy(statement: JsonObject) {
  return satellite("aws_s3_bucket_policy", { policy: JSON.stringify({ Statement: [statement] }) });
}

const allow = (action: string, principal: JsonObject | string) => ({
  Effect: "Allow",
  Principal: principal,
  Action: action,
  Resource: "arn:aws:s3:::a/*",
});

const plaintext = { Bool: { "aws:SecureTransport": "false" } };
const denyPlaintext = {
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: ["${aws_s3_bucket.a.arn}", "${aws_s3_bucket.a.arn}/*"],
  Condition: plaintext,
};

const isPublic = (action: string): RuleCase => ({
  passing: policy({ ...allow(action, "*"), Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }),
  failing: policy(allow(action, "*")),
  unknown: policy(allow(action, { AWS: unknown })),
});

const encryption = (algorithm: string) =>
  satellite("aws_s3_bucket_server_side_encryption_configuration", {
    rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: algorithm } }],
  });

const versioning = (configuration: JsonObject) =>
  satellite("aws_s3_bucket_versioning", { versioning_configuration: configuration });

const lifecycle = (status: string) => ({
  aws_s3_bucket_lifecycle_configuration: { b: { ...bucket, rule: [{ id: "old", status }] } },
});

const lock = (mode: string) =>
  satellite(
    "aws_s3_bucket_object_lock_configuration",
    { rule: { default_retention: { mode, days: 1 } } },
    { object_lock_enabled: true },
  );

const kept = { aws_s3_bucket_versioning: { b: { ...bucket, versioning_configuration: { status: "Enabled" } } } };

const replication = (region: string | undefined) =>
  bucketWith({
    aws_s3_bucket: { a: { bucket: "a" }, copy: { bucket: "copy", ...(region && { region }) } },
    aws_s3_bucket_replication_configuration: {
      a: { ...bucket, rule: [{ status: "Enabled", destination: { bucket: "${aws_s3_bucket.copy.arn}" } }] },
      copy: {
        bucket: "${aws_s3_bucket.copy.id}",
        rule: [{ status: "Enabled", destination: { bucket: "${aws_s3_bucket.a.arn}" } }],
      },
    },
  });

export const cases: RuleCases = {
  "s3-bucket-blocks-public-access": {
    passing: satellite("aws_s3_bucket_public_access_block", block(true)),
    failing: satellite("aws_s3_bucket_public_access_block", block(true, { block_public_policy: false })),
    unknown: satellite("aws_s3_bucket_public_access_block", block(true, { ignore_public_acls: unknown })),
  },
  "s3-bucket-is-not-publicly-readable": isPublic("s3:Get*"),
  "s3-bucket-is-not-publicly-writable": isPublic("s3:*"),
  "s3-bucket-requires-tls": {
    passing: policy(denyPlaintext),
    failing: policy({ ...denyPlaintext, Resource: "arn:aws:s3:::a/*" }),
    unknown: policy({ ...denyPlaintext, Resource: unknown }),
  },
  "s3-bucket-policy-restricts-other-accounts": {
    passing: policy(allow("s3:Put*", { AWS: "arn:aws:iam::123456789012:role/own" })),
    failing: policy(allow("s3:Put*", { AWS: "210987654321" })),
    unknown: policy(allow("s3:Put*", { AWS: unknown })),
  },
  "s3-bucket-disables-acls": {
    passing: satellite("aws_s3_bucket_ownership_controls", { rule: { object_ownership: "BucketOwnerEnforced" } }),
    failing: satellite("aws_s3_bucket_ownership_controls", { rule: { object_ownership: "ObjectWriter" } }),
    unknown: satellite("aws_s3_bucket_ownership_controls", { rule: { object_ownership: unknown } }),
  },
  "s3-bucket-is-replicated-across-regions": {
    passing: replication("us-west-2"),
    failing: replication(undefined),
    unknown: satellite("aws_s3_bucket_replication_configuration", {
      rule: [{ status: "Enabled", destination: { bucket: unknown } }],
    }),
  },
  "s3-bucket-logs-access": {
    passing: satellite("aws_s3_bucket_logging", { target_bucket: "logs" }),
    failing: bucketWith(),
    unknown: satellite("aws_s3_bucket_logging", { target_bucket: unknown }),
  },
  "s3-versioned-bucket-has-lifecycle": {
    passing: bucketWith({ ...kept, ...lifecycle("Enabled") }),
    failing: bucketWith(kept),
    unknown: bucketWith({ ...kept, ...lifecycle(unknown) }),
  },
  "s3-bucket-has-event-notifications": {
    passing: satellite("aws_s3_bucket_notification", { eventbridge: true }),
    failing: bucketWith(),
    unknown: bucketWith({ aws_s3_bucket_notification: { b: { bucket: unknown, eventbridge: true } } }),
  },
  "s3-bucket-has-lifecycle": {
    passing: bucketWith(lifecycle("Enabled")),
    failing: bucketWith(lifecycle("Disabled")),
    unknown: bucketWith(lifecycle(unknown)),
  },
  "s3-bucket-is-versioned": {
    passing: versioning({ status: "Enabled" }),
    failing: versioning({ status: "Suspended" }),
    unknown: versioning({ status: unknown }),
  },
  "s3-bucket-has-object-lock": { passing: lock("COMPLIANCE"), failing: bucketWith(), unknown: lock(unknown) },
  "s3-bucket-is-encrypted-with-kms": {
    passing: encryption("aws:kms"),
    failing: encryption("AES256"),
    unknown: encryption(unknown),
  },
  "s3-bucket-requires-mfa-delete": {
    passing: versioning({ status: "Enabled", mfa_delete: "Enabled" }),
    failing: versioning({ status: "Enabled" }),
    unknown: versioning({ status: "Enabled", mfa_delete: unknown }),
  },
};
