import { isObject, type Json, type JsonObject } from "../../../src/cdktf/terraform-json";
import type { PolicyStatement } from "../../../emulator/referee/policy-document";
import { listOf, nestedBlocks } from "../../model/nested-blocks";
import type { Block, Stack } from "../../model/project";
import { allOf, includesAction, not } from "../../model/statements";
import { hasExpression, textOf } from "../../model/value";
import { fails, passes, statementsOf, undecided, type Verdict, verdictOnSatellites, worst } from "../verdict";
import { bucketArn, verdictOnPolicy } from "./s3-policies";
import { type Access, deniesOthers, notDenied, sparedBy } from "./state-principals";

/** Days for which an earlier state can be restored: the least that the settings accept. */
const leastDays = 90;

/**
 * Whether a lifecycle neither expires a state nor removes its earlier versions too soon.
 *
 * @param keys of the states in the bucket
 */
export function lifecycleKeepsVersions(bucket: Block, stack: Stack, keys: readonly string[]): Verdict {
  const type = "aws_s3_bucket_lifecycle_configuration";
  return verdictOnSatellites(
    stack,
    bucket,
    type,
    (block) => {
      const rules = nestedBlocks(block, "rule");
      if (rules.is === "unknown") return undecided(`rule is known to Terraform alone: ${rules.expression}`, "rule");
      const none = passes("no rule removes versions of a state too soon", "rule");
      return worst([none, ...rules.blocks.map((rule) => removesNothingSoon(rule, keys) ?? none)]);
    },
    passes(`no ${type}, and so versions are kept`),
  );
}

function removesNothingSoon(rule: JsonObject, keys: readonly string[]): Verdict | undefined {
  if (rule.status === "Disabled") return undefined;
  const prefix = prefixOf(rule);
  if (!hasExpression(prefix) && !keys.some((key) => key.startsWith(textOf(prefix)))) return undefined;
  const removal = removalBy(rule);
  if (removal?.outcome !== "fails" || !hasExpression(prefix)) return removal;
  return undecided(`whether a rule applies to a state is known to Terraform alone: ${textOf(prefix)}`, "rule.filter");
}

function prefixOf({ prefix, filter }: JsonObject): Json {
  const [scope] = listOf(filter).filter(isObject);
  const [both] = listOf(scope?.and).filter(isObject);
  return prefix ?? scope?.prefix ?? both?.prefix ?? "";
}

function removalBy({ expiration, noncurrent_version_expiration: noncurrent }: JsonObject): Verdict | undefined {
  const [current] = listOf(expiration).filter(isObject);
  if (current?.days ?? current?.date) return fails("a rule expires the state itself", "rule.expiration");
  const [former] = listOf(noncurrent).filter(isObject);
  const days = former?.noncurrent_days;
  const path = "rule.noncurrent_version_expiration.noncurrent_days";
  if (days === undefined || days === null) return undefined;
  if (hasExpression(days)) return undecided(`${path} is known to Terraform alone: ${textOf(days)}`, path);
  return Number(days) >= leastDays ? undefined : fails(`${path} is ${textOf(days)}`, path);
}

/** Whether a bucket's policy denies erasing versions and the bucket to all whom it allows to write. */
export function writersCannotErase(bucket: Block, stack: Stack, keys: readonly string[]): Verdict {
  return verdictOnPolicy(bucket, stack, fails("no bucket policy"), (policy) => {
    const { statements, verdict } = statementsOf(policy, fails("no policy"));
    if (!statements) return verdict;
    const writers = statements.flatMap(writersOf);
    const arn = bucketArn(bucket, stack);
    const accesses = [
      ...keys.map((key): Access => ["s3:DeleteObjectVersion", `${arn}/${key}`]),
      ["s3:DeleteBucket", arn] satisfies Access,
    ];
    const missing = notDenied(accesses, statements, (statement, access) =>
      allOf([
        deniesOthers(statement, access, bucket),
        not(sparedBy(statement).some((principal) => writers.includes(principal))),
      ]),
    );
    if (missing === undefined) return passes("all who write are denied to erase versions and the bucket", "policy");
    return missing.truth === false
      ? fails(`${missing.action} is not denied to all who write`, "policy")
      : undecided("who may erase versions is known to Terraform alone", "policy");
  });
}

/** Callers of a statement that allows writing, as its condition names them. */
function writersOf(statement: PolicyStatement): readonly string[] {
  if (statement.Effect !== "Allow" || includesAction(statement, "s3:PutObject") === false) return [];
  return Object.entries(statement.Condition ?? {})
    .filter(([test]) => /^(Arn|String)(Equals|Like)$/i.test(test))
    .flatMap(([, byKey]) => Object.entries(byKey))
    .flatMap(([key, values]) => (key.toLowerCase() === "aws:principalarn" ? values : []));
}
