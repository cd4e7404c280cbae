import { change, itemOn, reportOn } from "../plan-of";

const policy = (...statements: object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const allow = (more: object) => ({ Effect: "Allow", Action: "s3:GetObject", Resource: "*", ...more });

function statements(before: string | undefined, after: string) {
  const actions = before === undefined ? ["create"] : ["update"];
  return itemOn("aws_iam_policy.a", actions, {
    before: before === undefined ? null : { policy: before },
    after: { policy: after },
  }).statements;
}

test("the order of statements and lists, and a list of one, change nothing", () => {
  const [one, other] = [allow({ Sid: "A", Action: ["a:b", "a:c"] }), allow({ Sid: "B" })];
  const reordered = policy({ ...other, Action: ["s3:GetObject"] }, { ...one, Action: ["a:c", "a:b"] });
  expect(statements(policy(one, other), reordered)).toEqual([]);
});

test("statements with the same identifier are compared part by part", () => {
  const before = policy(allow({ Sid: "A", Principal: { AWS: ["arn:aws:iam::123456789012:root"] } }));
  const after = policy(
    allow({
      Sid: "A",
      Action: ["s3:GetObject", "s3:PutObject"],
      Principal: { AWS: ["arn:aws:iam::123456789012:root"], Service: "ec2.amazonaws.com" },
    }),
  );
  expect(statements(before, after)).toEqual([
    {
      policy: "policy",
      change: "changed",
      sid: "A",
      effect: "Allow",
      parts: [
        { name: "principals", added: ["Service ec2.amazonaws.com"], removed: [] },
        { name: "actions", added: ["s3:PutObject"], removed: [] },
      ],
    },
  ]);
});

test("a statement without identifier that changes alone is compared, others are added and removed", () => {
  expect(statements(policy(allow({})), policy(allow({ Resource: "a" })))).toMatchObject([{ change: "changed" }]);
  const found = statements(policy(allow({ Sid: "A" }), allow({ Action: "x:y" })), policy(allow({ Sid: "B" })));
  expect(found.map((one) => `${one.change} ${one.sid ?? "-"}`)).toEqual(["removed A", "removed -", "added B"]);
});

test("a statement whose effect changes is removed and added, and a lost Deny a reason", () => {
  expect(statements(policy(allow({ Sid: "A" })), policy(allow({ Sid: "A", Effect: "Deny" })))).toMatchObject([
    { change: "removed", sid: "A", effect: "Allow" },
    { change: "added", sid: "A", effect: "Deny" },
  ]);
  const before = { policy: policy(allow({ Effect: "Deny" }), allow({})) };
  const item = itemOn("aws_s3_bucket_policy.a", ["update"], { before, after: { policy: policy(allow({})) } });
  expect(item).toMatchObject({
    section: "policies",
    reasons: [{ text: "a statement that denies access no longer applies" }],
  });
});

test.each([
  [{ Action: ["a:b", "a:c"] }, { Action: "a:b" }],
  [{}, { Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } } }],
])("a Deny that applies to less is a reason: from %j to %j", (from, to) => {
  const deny = (more: object) => ({ policy: policy(allow({ Sid: "A", Effect: "Deny", ...more })) });
  const reasons = (before: object, after: object) =>
    itemOn("aws_s3_bucket_policy.a", ["update"], { before: deny(before), after: deny(after) }).reasons;
  expect(reasons(from, to)).toEqual([{ text: "a statement that denies access applies to less" }]);
  expect(reasons(to, from)).toEqual([]);
});

test("a condition that is not shown and changes is told without its value", () => {
  const trust = (id: string) => policy(allow({ Condition: { StringEquals: { "sts:ExternalId": id } } }));
  const [before, after] = [{ assume_role_policy: trust("one") }, { assume_role_policy: trust("*") }];
  const item = itemOn("aws_iam_role.a", ["update"], { before, after });
  expect(item).toMatchObject({
    section: "policies",
    reasons: [{ text: "a part of assume_role_policy that changes may not be shown" }],
  });
});

test("what is no policy is an attribute", () => {
  const item = itemOn("aws_iam_policy.a", ["update"], { before: { policy: "{" }, after: { policy: policy() } });
  expect(item).toMatchObject({ statements: [], attributes: [{ name: "policy", value: "hidden" }] });
});

describe("a policy that is known only after the apply", () => {
  const document = change("data.aws_iam_policy_document.d", ["read"], {
    after: {
      statement: [
        {
          sid: "A",
          actions: ["kms:Decrypt"],
          resources: [null],
          principals: [{ type: "Service", identifiers: ["logs"] }],
          condition: [],
        },
      ],
    },
    after_unknown: { json: true, statement: [{ actions: [false], resources: [true] }] },
  });
  const key = change("aws_kms_key.k", ["create"], { after: {}, after_unknown: { policy: true } });
  const configuration = (expression: object) => ({
    configuration: { root_module: { resources: [{ address: "aws_kms_key.k", expressions: { policy: expression } }] } },
  });

  test("has the statements of the document that it refers to, as far as they are known", () => {
    const references = ["data.aws_iam_policy_document.d.json", "data.aws_iam_policy_document.d"];
    const { items } = reportOn([document, key], configuration({ references }));
    expect(items[0]?.statements).toEqual([
      {
        policy: "policy",
        change: "added",
        sid: "A",
        effect: "Allow",
        parts: [
          { name: "principals", added: ["Service logs"], removed: [] },
          { name: "actions", added: ["kms:Decrypt"], removed: [] },
          { name: "resources", added: ["(known after apply)"], removed: [] },
        ],
      },
    ]);
  });

  test("is named where it is made in another way, but not where AWS sets its default", () => {
    const unknown = [{ text: "statements of policy are known only after the apply" }];
    expect(reportOn([document, key], configuration({ references: ["var.a"] })).items[0]?.reasons).toEqual(unknown);
    const without = {
      configuration: { root_module: { resources: [{ address: "aws_kms_key.k", expressions: { x: {} } }] } },
    };
    expect(reportOn([key], without).items[0]?.reasons).toEqual([]);
  });
});
