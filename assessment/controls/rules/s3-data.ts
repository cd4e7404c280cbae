import type { Json } from "../../../src/cdktf/terraform-json";
import type { Block, Stack } from "../../model/project";
import { locationOf } from "../../model/provider";
import { referenceOf, textOf, valueAt } from "../../model/value";
import { type Rule, ruleOnEach } from "../rule";
import {
  fails,
  isGiven,
  nested,
  oneOf,
  passes,
  undecided,
  type Verdict,
  verdictOn,
  verdictOnSatellites,
  worst,
} from "../verdict";

const type = "aws_s3_bucket";
const controls = "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html";

/** Whether versions of objects are kept. */
export function isVersioned(bucket: Block, stack: Stack): Verdict {
  return verdictOnSatellites(stack, bucket, "aws_s3_bucket_versioning", (block) =>
    verdictOn(block, "versioning_configuration.status", oneOf("Enabled")),
  );
}

function hasLifecycle(bucket: Block, stack: Stack): Verdict {
  return verdictOnSatellites(stack, bucket, "aws_s3_bucket_lifecycle_configuration", (block) => {
    const rules = valueAt(block, "rule");
    if (rules.is === "unknown" && nested(block.values.rule).length === 0)
      return undecided(`rule is known to Terraform alone: ${rules.expression}`, "rule");
    const states = nested(block.values.rule).map((rule) => (rule as { status?: Json }).status);
    if (states.includes("Enabled")) return passes(`${states.length} rules, of which one or more are enabled`, "rule");
    const unclear = states.find((status) => status !== "Disabled");
    return unclear === undefined
      ? fails("no rule is enabled", "rule.status")
      : undecided(`rule.status is known to Terraform alone: ${textOf(unclear)}`, "rule.status");
  });
}

/** Whether objects are encrypted by default, and with which algorithms. */
export function encryptsWith(bucket: Block, stack: Stack, algorithms: readonly string[]): Verdict {
  const path = "rule.apply_server_side_encryption_by_default.sse_algorithm";
  return verdictOnSatellites(stack, bucket, "aws_s3_bucket_server_side_encryption_configuration", (block) =>
    verdictOn(block, path, oneOf(...algorithms)),
  );
}

function isReplicated(bucket: Block, stack: Stack): Verdict {
  return verdictOnSatellites(stack, bucket, "aws_s3_bucket_replication_configuration", (block) => {
    const enabled = verdictOn(block, "rule.status", oneOf("Enabled"));
    const reference = referenceOf(nested(block.values.rule).map(destinationOf)[0]);
    const copy = reference && stack.blocks.get(reference.address);
    if (!copy)
      return worst([enabled, undecided("the region of the destination is not in this stack", "rule.destination")]);
    const [from, to] = [locationOf(bucket, stack).region, locationOf(copy, stack).region];
    if (from === undefined || to === undefined) return undecided("regions are known to Terraform alone");
    return worst([enabled, (from === to ? fails : passes)(`copied from ${from} to ${to}`, "rule.destination")]);
  });
}

function destinationOf(rule: object): Json | undefined {
  const [destination] = nested((rule as { destination?: Json }).destination);
  return (destination as { bucket?: Json } | undefined)?.bucket;
}

function isLocked(bucket: Block, stack: Stack): Verdict {
  const enabled = verdictOn(bucket, "object_lock_enabled", oneOf(true));
  if (enabled.outcome !== "passes") return enabled;
  return verdictOnSatellites(stack, bucket, "aws_s3_bucket_object_lock_configuration", (block) =>
    verdictOn(block, "rule.default_retention.mode", oneOf("GOVERNANCE", "COMPLIANCE")),
  );
}

function notifies(bucket: Block, stack: Stack): Verdict {
  return verdictOnSatellites(stack, bucket, "aws_s3_bucket_notification", (block) =>
    ["eventbridge", "topic", "queue", "lambda_function"].some((name) => valueAt(block, name).is !== "absent")
      ? passes("notifications are configured")
      : fails("no destination"),
  );
}

/** Whether S3 logs each use of the bucket in another one. */
export function logsAccess(bucket: Block, stack: Stack): Verdict {
  const path = "target_bucket";
  return verdictOnSatellites(stack, bucket, "aws_s3_bucket_logging", (block) => {
    const target = block.values[path];
    const isItself = referenceOf(target)?.address === bucket.address || (target ?? "") === bucket.values.bucket;
    return isItself ? fails("the bucket receives the logs of itself", path) : isGiven(block, path);
  });
}

function onBuckets(
  id: string,
  demands: string,
  control: string,
  decide: (bucket: Block, stack: Stack) => Verdict,
): Rule {
  return ruleOnEach({ id, demands, type, see: `${controls}#${control}`, decide });
}

/** Rules on the data of a bucket: how it is kept, encrypted, recorded and copied. */
export const s3DataRules: readonly Rule[] = [
  onBuckets(
    "s3-bucket-is-replicated-across-regions",
    "Each bucket has a copy in another region.",
    "s3-7",
    isReplicated,
  ),
  onBuckets("s3-bucket-logs-access", "S3 logs each access to each bucket in another one.", "s3-9", logsAccess),
  onBuckets(
    "s3-versioned-bucket-has-lifecycle",
    "Each bucket that keeps versions has a lifecycle rule.",
    "s3-10",
    (bucket, stack) => {
      const versioned = isVersioned(bucket, stack);
      if (versioned.outcome === "fails") return passes("versions are not kept");
      return hasLifecycle(bucket, stack);
    },
  ),
  onBuckets("s3-bucket-has-event-notifications", "Each bucket sends notifications of events.", "s3-11", notifies),
  onBuckets("s3-bucket-has-lifecycle", "Each bucket has an enabled lifecycle rule.", "s3-13", hasLifecycle),
  onBuckets("s3-bucket-is-versioned", "Each bucket keeps the versions of its objects.", "s3-14", isVersioned),
  onBuckets("s3-bucket-has-object-lock", "Each bucket locks new objects by default.", "s3-15", isLocked),
  onBuckets(
    "s3-bucket-is-encrypted-with-kms",
    "Each bucket encrypts its objects with a KMS key by default.",
    "s3-17",
    (bucket, stack) => encryptsWith(bucket, stack, ["aws:kms", "aws:kms:dsse"]),
  ),
  onBuckets(
    "s3-bucket-requires-mfa-delete",
    "Erasing a version in a bucket takes a second factor.",
    "s3-20",
    (bucket, stack) =>
      verdictOnSatellites(stack, bucket, "aws_s3_bucket_versioning", (block) =>
        verdictOn(block, "versioning_configuration.mfa_delete", oneOf("Enabled")),
      ),
  ),
];
