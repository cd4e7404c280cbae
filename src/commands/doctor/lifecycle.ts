import { isDeepStrictEqual } from "node:util";
import { GetBucketLifecycleConfigurationCommand, type LifecycleRule } from "@aws-sdk/client-s3";
import type { S3BucketLifecycleConfigurationRule } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { stateLifecycleRules } from "../../constructs/state/store/state-lifecycle";
import { ok, type Finding } from "../checks/finding";
import { configured, drift, type Subject } from "./subject";

/** Checks that noncurrent versions are kept for as long as declared, and that nothing else expires. */
export async function checkLifecycle({ client, declared, bootstrapStack }: Subject): Promise<Finding> {
  const { bucketName, stateKeys } = declared;
  const answer = await configured(client.send(new GetBucketLifecycleConfigurationCommand({ Bucket: bucketName })));
  const rules = answer?.Rules?.filter(({ Status }) => Status === "Enabled") ?? [];
  if (rules.length === 0)
    throw drift(bootstrapStack, "no lifecycle rule: noncurrent versions and locks are never deleted");
  const deadly = rules.filter(({ Expiration }) => Expiration?.Days !== undefined || Expiration?.Date !== undefined);
  if (deadly.length > 0) throw drift(bootstrapStack, `rule ${idsOf(deadly)} expires the current state itself`);

  const expected = declaredRules(stateKeys);
  const missing = expected.filter((rule) => !rules.some((one) => saysTheSame(one, rule)));
  const strange = rules.filter((rule) => !expected.some((one) => saysTheSame(one, rule)));
  const faults = [
    ...(missing.length > 0 ? [`rule ${idsOf(missing)} is missing or not as declared`] : []),
    ...(strange.length > 0 ? [`rule ${idsOf(strange)} is not declared`] : []),
  ];
  if (faults.length > 0) throw drift(bootstrapStack, faults.join("; "));
  const { NoncurrentDays = 0, NewerNoncurrentVersions = 0 } = expected[0]?.NoncurrentVersionExpiration ?? {};
  return ok(
    `noncurrent versions are kept for ${NoncurrentDays} days, the newest ${NewerNoncurrentVersions} indefinitely`,
  );
}

/** The lifecycle rules of a state bucket, in S3's terms instead of Terraform's. */
export function declaredRules(stateKeys: readonly string[]): LifecycleRule[] {
  return stateLifecycleRules(stateKeys).map((rule) => {
    const [filter] = listed(rule.filter);
    const [old] = listed(rule.noncurrentVersionExpiration);
    const [expiration] = listed(rule.expiration);
    const [uploads] = listed(rule.abortIncompleteMultipartUpload);
    return withoutUndefined({
      ID: rule.id,
      Status: "Enabled" as const,
      Filter: { Prefix: filter?.prefix },
      NoncurrentVersionExpiration: old && withoutUndefined(oldVersions(old)),
      Expiration: expiration && { ExpiredObjectDeleteMarker: expiration.expiredObjectDeleteMarker === true },
      AbortIncompleteMultipartUpload: uploads && { DaysAfterInitiation: uploads.daysAfterInitiation },
    });
  });
}

type OldVersions = Extract<S3BucketLifecycleConfigurationRule["noncurrentVersionExpiration"], readonly unknown[]>[0];

function oldVersions({ noncurrentDays, newerNoncurrentVersions }: OldVersions) {
  return { NoncurrentDays: noncurrentDays, NewerNoncurrentVersions: newerNoncurrentVersions };
}

/** IDs do not count. Undeclared parts, such as a transition to another storage class, do. */
function saysTheSame(one: LifecycleRule, other: LifecycleRule): boolean {
  return isDeepStrictEqual(withoutName(one), withoutName(other));
}

function withoutName(rule: LifecycleRule): LifecycleRule {
  return { ...rule, ID: "", Filter: { Prefix: "", ...rule.Filter } };
}

function idsOf(rules: readonly LifecycleRule[]): string {
  return rules.map(({ ID = "without an ID" }) => ID).join(", ");
}

function listed<T>(blocks: readonly T[] | object | undefined): readonly T[] {
  return Array.isArray(blocks) ? (blocks as readonly T[]) : [];
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;
}
