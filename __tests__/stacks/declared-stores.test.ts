import { validateSettings } from "../../src/settings/validate";
import { environments, organization } from "../support/example";
import { declaredPolicy } from "../../src/commands/doctor/policy";
import { bootstrapAccountOf } from "../../src/stacks/bootstrap-accounts";
import { declaredReplica, declaredStore } from "../../src/stacks/declared-stores";
import { policyDocument } from "../support/policy-document";
import { bootstrap, copied, keyArn, references } from "./bootstrap-fixture";

const region = "ap-northeast-3";
const settings = validateSettings(organization, environments.map(copied));
const ownAccount = bootstrapAccountOf(settings);
const stack = bootstrap({}, environments.map(copied));
const known = { ...references, "aws_s3_bucket.replica_dev.arn": "arn:aws:s3:::my-terraform-state-dev-replica" };

/** The same policy, with each single value as a list of one. */
function listed(value: unknown, key = ""): unknown {
  if (Array.isArray(value)) return [...(value as string[])].sort();
  if (typeof value !== "object" || value === null) {
    return ["Sid", "Effect", "Version"].includes(key) || (key === "Principal" && value === "*") ? value : [value];
  }
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, listed(inner, name)]));
}

function statements(policy: { readonly Statement: readonly unknown[] }): unknown[] {
  return policy.Statement.map((statement) => listed(statement));
}

describe.each(settings.environments.map((environment) => [environment.name, environment] as const))(
  "what doctor holds the buckets of %s to",
  (name, environment) => {
    test.each([
      ["state", declaredStore(ownAccount, environment), "ap-northeast-1"],
      ["replica", declaredReplica(ownAccount, environment, region), region],
    ])("is the policy that bootstrap gives to the bucket of the %s", (kind, declared, keyRegion) => {
      const expected = JSON.parse(declaredPolicy(declared, keyArn(keyRegion))) as { Statement: unknown[] };
      const made = policyDocument(stack, `aws_s3_bucket_policy.${kind}_${name}_policy.policy`, known);

      expect(statements(expected)).toEqual(statements(made));
    });
  },
);
