import { environments, organization } from "../../support/example";
import { check } from "../../../src/commands/doctor/check";
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
  return check("dev", "bucket policy", async () =>
    checkPolicy({ client, declared, bootstrapStack: account.stack, ...known }),
  );
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
  test("is as declared in any form in which S3 returns it", async () => {
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
  ])("fails with the name of statement %s if it was changed to %j", async (sid, change) => {
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

  test("is a warning if a statement denies more", async () => {
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

  test("is compared without the key if it cannot be looked up, but never without its alias", async () => {
    const ofKey = (values: string[]) => ({
      Condition: { StringNotEquals: { "s3:x-amz-server-side-encryption-aws-kms-key-id": values } },
    });
    expect(await judgePolicy(statements, {})).toMatchObject({ outcome: "ok" });
    const changed = withChanged("DenyOtherKeys", ofKey([keyArn, "alias/terraform-state", "alias/another"]));
    expect(await judgePolicy(changed, {})).toMatchObject({ outcome: "failure" });
  });
});
