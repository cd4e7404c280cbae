import type { Block, Stack } from "../model/project";
import { satellitesOf } from "../model/value";
import { argumentText } from "./argument-text";

/** Arguments that protect a resource or its contents, or that give up the protection. */
const protections = [
  "deletion_protection",
  "deletion_protection_enabled",
  "disable_api_termination",
  "force_delete",
  "force_destroy",
  "skip_destroy",
];

/**
 * What keeps a resource or its contents from being deleted, each argument with its value.
 *
 * @see https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#prevent_destroy
 */
export function deletionProtectionOf(block: Block, stack: Stack): string {
  const own = ["lifecycle.prevent_destroy", ...protections].flatMap((path) => {
    const value = argumentText(block, path);
    return value === "" ? [] : [`${path.replace("lifecycle.", "")} ${value}`];
  });
  return [...own, ...(block.type === "aws_s3_bucket" ? versionsOf(block, stack) : [])].join("; ");
}

/**
 * Versioning, which keeps what is deleted, and object lock, which refuses to delete it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
 */
function versionsOf(bucket: Block, stack: Stack): string[] {
  const configurations = (type: string) => satellitesOf(stack, type, "bucket", bucket, [bucket.values.bucket ?? null]);
  const versioning = configurations("aws_s3_bucket_versioning").map(
    (block) => `versioning ${argumentText(block, "versioning_configuration.status")}`,
  );
  const locks = configurations("aws_s3_bucket_object_lock_configuration").map((block) => {
    const retention = "rule.default_retention";
    const time = ["days", "years"].map((unit) => [argumentText(block, `${retention}.${unit}`), unit] as const);
    const [[count, unit] = ["", ""]] = time.filter(([text]) => text !== "");
    return `object lock ${argumentText(block, `${retention}.mode`)} ${count} ${unit}`.trimEnd();
  });
  return [...versioning, ...locks];
}
