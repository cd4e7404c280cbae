import { isDeepStrictEqual } from "node:util";
import { GetBucketPolicyCommand } from "@aws-sdk/client-s3";
import { z } from "zod";
import { policyJson } from "../../constructs/iam/policy-json";
import { arn } from "../../constructs/iam/arn";
import { stateBucketStatements } from "../../constructs/state/store/state-bucket-policy";
import type { DeclaredStore } from "../../stacks/declared-stores";
import { ok, warning, type Finding } from "../checks/finding";
import { configured, drift, type Subject } from "./subject";

const statementSchema = z.looseObject({ Sid: z.string().default("without a Sid"), Effect: z.string() });
const policySchema = z.object({ Statement: z.union([z.array(statementSchema), statementSchema]) });

type Statement = z.output<typeof statementSchema>;

/** Checks that the bucket policy has the declared statements and none that grants access to others. */
export async function checkPolicy({ client, declared, keyArn, bootstrapStack }: Subject): Promise<Finding> {
  const answer = await configured(client.send(new GetBucketPolicyCommand({ Bucket: declared.bucketName })));
  if (!answer?.Policy) {
    throw drift(
      bootstrapStack,
      "the bucket has no policy: every principal in the account with S3 permissions can read the state",
    );
  }
  return comparePolicies(answer.Policy, declaredPolicy(declared, keyArn ?? ""), keyArn !== undefined, bootstrapStack);
}

/** The policy of a state bucket, as JSON. */
export function declaredPolicy(declared: DeclaredStore, keyArn: string): string {
  const { access, region, keyAlias } = declared;
  const requiredKey =
    keyAlias === undefined
      ? undefined
      : { keyArn, alias: keyAlias, aliasArn: arn({ region, accountId: access.accountId }, "kms", keyAlias) };
  return policyJson(stateBucketStatements({ ...declared, requiredKey }));
}

function comparePolicies(actual: string, expected: string, keyIsKnown: boolean, bootstrapStack: string): Finding {
  const found = statementsOf(actual);
  const declared = statementsOf(expected);
  const same = (one: Statement, other: Statement) =>
    isDeepStrictEqual(comparable(one, keyIsKnown), comparable(other, keyIsKnown));
  const absent = declared.filter((statement) => !found.some((one) => same(one, statement)));
  const strange = found.filter((statement) => !declared.some((one) => same(one, statement)));

  const isThere = ({ Sid }: Statement) => found.some((one) => one.Sid === Sid);
  const changed = absent.filter(isThere);
  const more = strange.filter(({ Sid }) => !changed.some((one) => one.Sid === Sid));
  const allowing = more.filter(({ Effect }) => Effect !== "Deny");
  const faults = [
    named(
      absent.filter((statement) => !isThere(statement)),
      "missing",
    ),
    named(changed, "not as declared"),
    named(allowing, "not declared and grants access to others"),
  ].filter((fault) => fault !== undefined);
  if (faults.length > 0) throw drift(bootstrapStack, faults.join("; "));
  const denying = named(more, "not declared");
  if (denying === undefined) return ok(`${declared.length} statements, as declared`);
  return warning(denying, `when it is no longer needed, npm run deploy -- ${bootstrapStack} removes it`);
}

function named(statements: readonly Statement[], fault: string): string | undefined {
  if (statements.length === 0) return undefined;
  return `statement ${statements.map(({ Sid }) => Sid).join(", ")} is ${fault}`;
}

function statementsOf(policy: string): Statement[] {
  return [policySchema.parse(JSON.parse(policy)).Statement].flat();
}

/** Normalizes a statement, since S3 unwraps single values and does not preserve order. */
function comparable({ Principal, ...rest }: Statement, withKeys: boolean): unknown {
  return inOneForm({ ...rest, Principal: Principal === "*" ? { AWS: "*" } : Principal }, withKeys);
}

function inOneForm(value: unknown, withKeys: boolean): unknown {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, inOneForm(part, withKeys)]));
  }
  const values = [value].flat().map(String);
  return values.filter((one) => withKeys || !isKey(one)).sort();
}

function isKey(value: string): boolean {
  return value === "" || /^arn:[^:]+:kms:[^:]+:\d+:key\//.test(value);
}
