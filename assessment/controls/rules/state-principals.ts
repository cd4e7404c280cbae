import type { PolicyStatement } from "../../../emulator/referee/policy-document";
import type { Block, Stack } from "../../model/project";
import {
  allOf,
  allowsAnyone,
  anyOf,
  includesAction,
  includesResource,
  namesAnyone,
  type Truth,
} from "../../model/statements";
import { hasExpression, referenceOf } from "../../model/value";
import { fails, passes, statementsOf, undecided, type Verdict } from "../verdict";
import { bucketArn, verdictOnPolicy } from "./s3-policies";

/** An action on a resource. */
export type Access = readonly [action: string, resource: string];

const objectActions = [
  "s3:GetObject",
  "s3:GetObjectVersion",
  "s3:PutObject",
  "s3:DeleteObject",
  "s3:DeleteObjectVersion",
];

/** What would change who uses a state, or how it is kept. */
const bucketActions = [
  "s3:DeleteBucketPolicy",
  "s3:PutBucketPolicy",
  "s3:PutBucketVersioning",
  "s3:PutEncryptionConfiguration",
  "s3:PutLifecycleConfiguration",
];

/**
 * Whether a bucket's policy denies the use of states, and the configuration of the bucket, to every principal that it
 * does not name.
 *
 * @param keys of the states in the bucket
 */
export function namesItsPrincipals(bucket: Block, stack: Stack, keys: readonly string[] = []): Verdict {
  return verdictOnPolicy(bucket, stack, fails("no bucket policy"), (policy) => {
    const { statements, verdict } = statementsOf(policy, fails("no policy"));
    if (!statements) return verdict;
    const open = anyOf(statements.map(allowsAnyone));
    if (open === true) return fails("a statement allows anyone", "policy");
    const arn = bucketArn(bucket, stack);
    const requests = [
      ...objectActions.flatMap((action) => ["any", ...keys].map((key): Access => [action, `${arn}/${key}`])),
      ...bucketActions.map((action): Access => [action, arn]),
    ];
    const missing = notDenied(requests, statements, (statement, access) => deniesOthers(statement, access, bucket));
    if (missing?.truth === false) return fails(`${missing.action} is not denied to all but named principals`, "policy");
    return missing || open === "unknown"
      ? undecided("whom the policy names is known to Terraform alone", "policy")
      : passes("all but named principals are denied to use states and to configure the bucket", "policy");
  });
}

/** Tests by which a Deny spares the principals that it names, and further keys that spare AWS's own services. */
const sparing = ["arnnotlike", "arnnotequals", "stringnotlike", "stringnotequals"];
const services = ["aws:principalisawsservice"];

/** The first access that no statement denies, else the first of which Terraform alone knows whether one does. */
export function notDenied(
  accesses: readonly Access[],
  statements: readonly PolicyStatement[],
  denies: (statement: PolicyStatement, access: Access) => Truth,
): { readonly action: string; readonly truth: Truth } | undefined {
  const denied = accesses.map((access) => ({
    action: access[0],
    truth: anyOf(statements.map((statement) => denies(statement, access))),
  }));
  return denied.find(({ truth }) => truth === false) ?? denied.find(({ truth }) => truth === "unknown");
}

/** Whether a statement denies an action to all principals that it does not spare by name. */
export function deniesOthers(statement: PolicyStatement, [action, resource]: Access, { address }: Block): Truth {
  if (statement.Effect !== "Deny" || statement.NotPrincipal) return false;
  const keys = conditionsOf(statement);
  const spared = keys.filter(isSparing);
  const others = keys.filter((key) => !spared.includes(key) && !services.includes(key.key));
  if (spared.length !== 1 || others.length > 0) return false;
  return allOf([
    namesAnyone(statement),
    includesAction(statement, action),
    includesResource(statement, resource, { [`${address}.arn`]: resource.split("/", 1).join("") }),
    allOf(spared.flatMap(({ values }) => values.map(isNamed))),
  ]);
}

/** ARNs of the principals that a Deny spares. */
export function sparedBy(statement: PolicyStatement): readonly string[] {
  return conditionsOf(statement)
    .filter(isSparing)
    .flatMap(({ values }) => values);
}

function conditionsOf({ Condition = {} }: PolicyStatement) {
  return Object.entries(Condition).flatMap(([test, byKey]) =>
    Object.entries(byKey).map(([key, values]) => ({ test: test.toLowerCase(), key: key.toLowerCase(), values })),
  );
}

function isSparing({ test, key }: { readonly test: string; readonly key: string }): boolean {
  return sparing.includes(test) && key === "aws:principalarn";
}

/** A principal, or the roles of a permission set, which differ in the parts that IAM Identity Center adds. */
function isNamed(arn: string): Truth {
  if (referenceOf(arn)) return true;
  if (hasExpression(arn)) return "unknown";
  return /^arn:[\w-]+:(iam|sts)::\d{12}:(root|(user|role|assumed-role)\/(aws-reserved\/sso\.amazonaws\.com[\w/*-]*\/AWSReservedSSO_[^*?/&]+_[\w?*]+|[^*?&]+))$/.test(
    arn,
  );
}
