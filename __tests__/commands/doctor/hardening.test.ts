import { environments, organization } from "../../support/example";
import { check } from "../../../src/commands/doctor/check";
import { checkLifecycle, declaredRules } from "../../../src/commands/doctor/lifecycle";
import { checkPolicy, declaredPolicy } from "../../../src/commands/doctor/policy";
import { validateSettings } from "../../../src/settings/validate";
import { bootstrapAccountOf } from "../../../src/stacks/bootstrap-accounts";
import { declaredStore } from "../../../src/stacks/declared-stores";
import { fakeS3 } from "../../support/fake-s3";

type Statement = Record<string, unknown>;

const settings = validateSettings(organization, environments);
const account = bootstrapAccountOf(settings);
const declared = declaredStore(account, account.stateEnvironment);
const keyArn = "arn:aws:kms:ap-northeast-1:123456789012:key/11111111-2222-3333-4444-555555555555";
const { Statement: statements } = JSON.parse(declaredPolicy(declared, keyArn)) as { Statement: Statement[] };

async function judgePolicy(Statement: Statement[], known: { keyArn?: string } = { keyArn }) {
  const client = fakeS3({ GetBucketPolicy: () => ({ Policy: JSON.stringify({ Version: "2012-10-17", Statement }) }) });
  return check("dev", "bucket policy", async () => checkPolicy({ client, declared, ...known }));
}

/** The declared policy with one statement changed. */
function withChanged(sid: string, change: Statement): Statement[] {
  return statements.map((statement) => (statement.Sid === sid ? { ...statement, ...change } : statement));
}

/** The same said in other words: lists in place of single values, and the other way round in order. */
function reworded(value: unknown): unknown {
  if (Array.isArray(value)) return [...(value as unknown[])].reverse();
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, reworded(part)]));
  }
  return [value];
}

describe("the bucket policy", () => {
  test("is as declared however S3 writes it", async () => {
    const rewritten = statements.map(({ Sid, Effect, Principal, ...rest }) => ({
      ...(reworded(rest) as Statement),
      Principal: Principal === "*" ? { AWS: ["*"] } : reworded(Principal),
      Sid,
      Effect,
    }));
    expect(rewritten).not.toEqual(statements);
    expect(await judgePolicy(rewritten.reverse())).toMatchObject({ outcome: "ok" });
  });

  test.each<[string, Statement]>([
    ["DenyErasingToAllButBreakGlass", { Action: "s3:DeleteBucket" }],
    ["DenyPlaintextTransport", { Resource: declared.bucketArn }],
    ["DenyPlaintextTransport", { Principal: { AWS: "arn:aws:iam::123456789012:user/terraform-user" } }],
    ["DenyOtherEncryption", { Effect: "Allow" }],
    ["WritersUseState", { Condition: undefined }],
    [
      "DenyOtherKeys",
      {
        Condition: {
          StringNotEquals: { "s3:x-amz-server-side-encryption-aws-kms-key-id": [keyArn, keyArn.replace("1", "2")] },
        },
      },
    ],
  ])("fails by the name of %s where it was changed to %j", async (sid, change) => {
    expect(await judgePolicy(withChanged(sid, change))).toMatchObject({
      outcome: "failure",
      detail: `statement ${sid} is not as declared`,
      nextStep: "npm run deploy -- bootstrap shows the difference and fixes it",
    });
  });

  test("fails when a statement is missing, or one that grants access to others was added", async () => {
    const open = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `${declared.bucketArn}/*` };
    const left = statements.filter(({ Sid }) => Sid !== "DenyReadingStateToOthers");
    expect(await judgePolicy([...left, open])).toMatchObject({
      outcome: "failure",
      detail:
        "statement DenyReadingStateToOthers is missing; statement without a Sid is not declared and grants access to others",
    });
  });

  test("is worth a warning where a statement denies more", async () => {
    const incident = {
      ...statements.find(({ Effect }) => Effect === "Deny"),
      Sid: "Incident",
      Action: "s3:GetObject*",
    };
    expect(await judgePolicy([...statements, incident])).toMatchObject({
      outcome: "warning",
      detail: "statement Incident is not declared",
      nextStep: "when it is no longer needed, npm run deploy -- bootstrap removes it",
    });
  });

  test("is compared without the key where that could not be looked up, but not without its alias", async () => {
    const ofKey = (values: string[]) => ({
      Condition: { StringNotEquals: { "s3:x-amz-server-side-encryption-aws-kms-key-id": values } },
    });
    expect(await judgePolicy(statements, {})).toMatchObject({ outcome: "ok" });
    const changed = withChanged("DenyOtherKeys", ofKey([keyArn, "alias/terraform-state", "alias/another"]));
    expect(await judgePolicy(changed, {})).toMatchObject({ outcome: "failure" });
  });
});

describe("lifecycle rules", () => {
  const rules = declaredRules(declared.stateKeys);
  const judge = async (Rules: unknown[]) =>
    check("dev", "lifecycle", async () =>
      checkLifecycle({ client: fakeS3({ GetBucketLifecycleConfiguration: () => ({ Rules }) }), declared }),
    );
  const [old, ...locks] = rules;

  test("are as declared under any name, in any order, beside one that is switched off", async () => {
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
  ])("fail where old versions have %s", async (_, change) => {
    expect(await judge([{ ...old, ...change }, ...locks])).toMatchObject({
      outcome: "failure",
      detail: "rule old-versions is missing or not as declared; rule old-versions is not declared",
    });
  });

  test("fail where another rule throws old versions of the state away earlier", async () => {
    const early = { ID: "early", Status: "Enabled", Filter: { Prefix: "eks" } };
    expect(await judge([...rules, { ...early, NoncurrentVersionExpiration: { NoncurrentDays: 1 } }])).toMatchObject({
      outcome: "failure",
      detail: "rule early is not declared",
    });
  });
});
