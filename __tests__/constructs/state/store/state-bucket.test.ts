import { StateBucket, type StateBucketProps } from "../../../../src/constructs/state/store/state-bucket";
import { denyPlaintextTransport } from "../../../../src/constructs/iam/policy-parts";
import { faultsWith } from "../../../settings/example-settings";
import { optionFaults } from "../../../support/option-faults";
import { synthesize } from "../../../support/synthesize";

const keyArn = "arn:aws:kms:ap-northeast-1:123456789012:key/11111111-2222-3333-4444-555555555555";

function bucket(props: Partial<StateBucketProps> = {}) {
  return synthesize((scope) => {
    new StateBucket(scope, "state-dev", {
      bucketName: "my-terraform-state-dev",
      stateKeys: ["eks-cluster/terraform.tfstate"],
      statements: [denyPlaintextTransport("arn:aws:s3:::my-terraform-state-dev")],
      ...props,
    });
  });
}

describe("StateBucket", () => {
  test("refuses a key that begins with the key of another state's lock", () => {
    const stateKeys = ["eks-cluster/terraform.tfstate", "boot.tfstate", "eks-cluster/terraform.tfstate.tflock/boot"];
    expect(optionFaults(() => bucket({ stateKeys }))).toEqual([
      `stateKeys[2]: got "${stateKeys[2] ?? ""}", allowed: a key that does not begin with "eks-cluster/terraform.tfstate.tflock", the key of another state's lock`,
    ]);
  });

  test("has the given name and is never destroyed, not even when it is empty", () => {
    expect(bucket().at("aws_s3_bucket.state_dev")).toMatchObject({
      bucket: "my-terraform-state-dev",
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
    });
  });

  test("keeps every version, without locking any", () => {
    const synthesized = bucket();

    expect(synthesized.at("aws_s3_bucket_versioning.state_dev_versioning").versioning_configuration).toEqual({
      status: "Enabled",
    });
    expect(synthesized.at("aws_s3_bucket.state_dev")).not.toHaveProperty("object_lock_enabled");
  });

  test("encrypts with AES256 by default", () => {
    expect(encryptionOf(bucket())).toEqual([{ apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } }]);
  });

  test("encrypts under the given key, by its ARN and with a bucket key", () => {
    expect(encryptionOf(bucket({ encryptionKeyArn: keyArn }))).toEqual([
      {
        apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms", kms_master_key_id: keyArn },
        bucket_key_enabled: true,
      },
    ]);
  });

  test("blocks public access by all four flags and disables access control lists", () => {
    const synthesized = bucket();

    expect(synthesized.at("aws_s3_bucket_public_access_block.state_dev_public_access")).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(synthesized.at("aws_s3_bucket_ownership_controls.state_dev_ownership").rule).toEqual({
      object_ownership: "BucketOwnerEnforced",
    });
  });

  test("configures each property of the bucket after its prerequisites, and sets the policy last", () => {
    const synthesized = bucket();
    const policy = "aws_s3_bucket_policy.state_dev_policy";

    for (const address of [
      "aws_s3_bucket_public_access_block.state_dev_public_access",
      "aws_s3_bucket_ownership_controls.state_dev_ownership",
      "aws_s3_bucket_server_side_encryption_configuration.state_dev_encryption",
      "aws_s3_bucket_versioning.state_dev_versioning",
    ]) {
      expect(synthesized.dependsOn(address, "aws_s3_bucket.state_dev")).toBe(true);
      expect([address, synthesized.dependsOn(policy, address)]).toEqual([address, true]);
    }
    expect(
      synthesized.dependsOn(
        "aws_s3_bucket_lifecycle_configuration.state_dev_lifecycle",
        "aws_s3_bucket_versioning.state_dev_versioning",
      ),
    ).toBe(true);
  });
});

describe("lifecycle of a StateBucket", () => {
  test("keeps old versions for 90 days and the newest 100 indefinitely, and removes what is left over", () => {
    expect(rulesOf(bucket())[0]).toEqual({
      id: "old-versions",
      status: "Enabled",
      filter: [{ prefix: "" }],
      noncurrent_version_expiration: [{ noncurrent_days: 90, newer_noncurrent_versions: 100 }],
      expiration: [{ expired_object_delete_marker: true }],
      abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
    });
  });

  test("keeps the versions of each lock for a few days only", () => {
    const stateKeys = ["eks-cluster/terraform.tfstate", "bootstrap/terraform.tfstate"];

    expect(rulesOf(bucket({ stateKeys })).slice(1)).toEqual(
      stateKeys.map((key) => ({
        id: `locks-of-${key}`,
        status: "Enabled",
        filter: [{ prefix: `${key}.tflock` }],
        noncurrent_version_expiration: [{ noncurrent_days: 3 }],
      })),
    );
  });

  test("never expires a current version", () => {
    const rules = rulesOf(bucket({ stateKeys: ["a", "b"] }));

    for (const { expiration } of rules) {
      expect(expiration ?? [{ expired_object_delete_marker: true }]).toEqual([{ expired_object_delete_marker: true }]);
    }
  });

  test("accepts other periods", () => {
    const retention = { retainedDays: 365, retainedVersions: 20, lockRetainedDays: 1 };
    const [versions, locks] = rulesOf(bucket({ retention }));

    expect(versions?.noncurrent_version_expiration).toEqual([{ noncurrent_days: 365, newer_noncurrent_versions: 20 }]);
    expect(locks?.noncurrent_version_expiration).toEqual([{ noncurrent_days: 1 }]);
  });

  test.each([
    [{ retainedDays: 89 }, "retainedDays: got 89, allowed: a whole number from 90 to 36500"],
    [{ retainedDays: null }, "retainedDays: got null, allowed: a whole number from 90 to 36500"],
    [{ retainedVersions: 0 }, "retainedVersions: got 0, allowed: a whole number from 1 to 100"],
    [{ retainedVersions: 101 }, "retainedVersions: got 101, allowed: a whole number from 1 to 100"],
    [{ lockRetainedDays: 0.5 }, "lockRetainedDays: got 0.5, allowed: a whole number from 1 to 90"],
  ])("refuses %j", (retention, line) => {
    expect(optionFaults(() => bucket({ retention } as never))).toEqual([`retention.${line}`]);
  });

  test("refuses a state key that the settings refuse", () => {
    const lines = optionFaults(() => bucket({ stateKeys: ["/terraform.tfstate"] }));
    expect(lines).toHaveLength(1);
    expect(faultsWith({ "state.key": "/terraform.tfstate" })).toEqual(
      lines.map((line) => line.replace("stateKeys[0]", "prod.state.key")),
    );
  });
});

type Rule = Record<string, Record<string, unknown>[]>;

function rulesOf(synthesized: ReturnType<typeof bucket>): Rule[] {
  return synthesized.at("aws_s3_bucket_lifecycle_configuration.state_dev_lifecycle").rule as Rule[];
}

function encryptionOf(synthesized: ReturnType<typeof bucket>): unknown {
  return synthesized.at("aws_s3_bucket_server_side_encryption_configuration.state_dev_encryption").rule;
}
