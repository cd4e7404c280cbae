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

/**
 * Whether a bucket's policy denies reading, writing and deleting to every principal that it does not name.
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
    const denied = ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:DeleteObject"].map((action) => ({
      action,
      truth: allOf(
        ["any", ...keys].map((key) =>
          anyOf(statements.map((statement) => deniesOthers(statement, action, `${arn}/${key}`, bucket))),
        ),
      ),
    }));
    const missing = denied.find(({ truth }) => truth !== true);
    if (missing?.truth === false) return fails(`${missing.action} is not denied to all but named principals`, "policy");
    return missing || open === "unknown"
      ? undecided("whom the policy names is known to Terraform alone", "policy")
      : passes("all but named principals are denied to read, write and delete", "policy");
  });
}

/** Tests by which a Deny spares the principals that it names, and further keys that spare AWS's own services. */
const sparing = ["arnnotlike", "arnnotequals", "stringnotlike", "stringnotequals"];
const services = ["aws:principalisawsservice"];

function deniesOthers(statement: PolicyStatement, action: string, object: string, { address }: Block): Truth {
  if (statement.Effect !== "Deny" || statement.NotPrincipal) return false;
  const keys = Object.entries(statement.Condition ?? {}).flatMap(([test, byKey]) =>
    Object.entries(byKey).map(([key, values]) => ({ test: test.toLowerCase(), key: key.toLowerCase(), values })),
  );
  const spared = keys.filter(({ test, key }) => sparing.includes(test) && key === "aws:principalarn");
  const others = keys.filter((key) => !spared.includes(key) && !services.includes(key.key));
  if (spared.length !== 1 || others.length > 0) return false;
  return allOf([
    namesAnyone(statement),
    includesAction(statement, action),
    includesResource(statement, object, { [`${address}.arn`]: object.split("/", 1).join("") }),
    allOf(spared.flatMap(({ values }) => values.map(isNamed))),
  ]);
}

/** A principal, or principals that differ in the part that IAM Identity Center adds to a permission set's role. */
function isNamed(arn: string): Truth {
  if (referenceOf(arn)) return true;
  if (hasExpression(arn)) return "unknown";
  return /^arn:[\w-]+:(iam|sts)::\d{12}:(root|(user|role|assumed-role)\/[^&]*[^*?/&][^&]*)$/.test(arn);
}
