import { check } from "../../../src/commands/doctor/check";
import { checkLifecycle, declaredRules } from "../../../src/commands/doctor/lifecycle";
import { validateSettings } from "../../../src/settings/validate";
import { bootstrapAccountOf } from "../../../src/stacks/bootstrap-accounts";
import { declaredStore } from "../../../src/stacks/declared-stores";
import { environments, organization } from "../../support/example";
import { fakeS3 } from "../../support/fake-s3";

const settings = validateSettings(organization, environments);
const account = bootstrapAccountOf(settings);
const declared = declaredStore(account, account.stateEnvironment);

describe("lifecycle rules", () => {
  const rules = declaredRules(declared.stateKeys);
  const judge = async (Rules: unknown[]) =>
    check("dev", "lifecycle", async () =>
      checkLifecycle({
        client: fakeS3({ GetBucketLifecycleConfiguration: () => ({ Rules }) }),
        declared,
        bootstrapStack: account.stack,
      }),
    );
  const [old, ...locks] = rules;

  test("are as declared with any ID, in any order, and beside a disabled rule", async () => {
    const off = { ID: "off", Status: "Disabled", Filter: { Prefix: "" }, Expiration: { Days: 1 } };
    expect(await judge([...locks, { ...old, ID: "renamed" }, off])).toMatchObject({
      outcome: "ok",
      detail: "noncurrent versions are kept for 90 days, the newest 100 indefinitely",
    });
  });

  test.each<[string, object]>([
    ["fewer days", { NoncurrentVersionExpiration: { NoncurrentDays: 89, NewerNoncurrentVersions: 100 } }],
    ["fewer versions", { NoncurrentVersionExpiration: { NoncurrentDays: 90, NewerNoncurrentVersions: 5 } }],
    ["no versions", { NoncurrentVersionExpiration: { NoncurrentDays: 90 } }],
    ["another prefix", { Filter: { Prefix: "elsewhere/" } }],
    ["only large objects", { Filter: { ObjectSizeGreaterThan: 1_000_000 } }],
    ["a storage class that is slow to read", { Transitions: [{ Days: 30, StorageClass: "GLACIER" }] }],
  ])("fail if noncurrent versions have %s", async (_, change) => {
    expect(await judge([{ ...old, ...change }, ...locks])).toMatchObject({
      outcome: "failure",
      detail: "rule old-versions is missing or not as declared; rule old-versions is not declared",
    });
  });

  test("fail if another rule expires noncurrent versions of the state earlier", async () => {
    const early = { ID: "early", Status: "Enabled", Filter: { Prefix: "eks" } };
    expect(await judge([...rules, { ...early, NoncurrentVersionExpiration: { NoncurrentDays: 1 } }])).toMatchObject({
      outcome: "failure",
      detail: "rule early is not declared",
    });
  });
});
