import { policyDocument, policyOf, withStrings } from "../../../assessment/model/policy";
import type { JsonObject } from "../../../src/cdktf/terraform-json";

const blocks = (values: Readonly<Record<string, JsonObject>>) => ({
  get: (address: string) => (values[address] ? { values: values[address] } : undefined),
});

const read = { sid: "Read", actions: ["s3:GetObject"], resources: ["${aws_s3_bucket.a.arn}/*"] };
const document = "data.aws_iam_policy_document.a";

describe("a policy", () => {
  test("is the document of a data source, with blocks as lists or alone", () => {
    const policy = policyOf(
      blocks({
        "aws_s3_bucket_policy.a": { policy: `\${${document}.json}` },
        [document]: {
          statement: {
            ...read,
            principals: { type: "AWS", identifiers: ["123456789012"] },
            condition: { test: "Bool", variable: "aws:SecureTransport", values: ["true"] },
          },
        },
      }),
      "aws_s3_bucket_policy.a",
    );
    expect(policy).toEqual({
      is: "known",
      document,
      statements: [
        {
          Sid: "Read",
          Effect: "Allow",
          Principal: { AWS: ["123456789012"] },
          Action: ["s3:GetObject"],
          Resource: ["${aws_s3_bucket.a.arn}/*"],
          Condition: { Bool: { "aws:SecureTransport": ["true"] } },
        },
      ],
    });
  });

  test("is the JSON of an argument, with references in it", () => {
    const policy = JSON.stringify({
      Statement: { Effect: "Deny", Action: "s3:*", Resource: "${aws_s3_bucket.a.arn}" },
    });
    expect(policyOf(blocks({ "aws_iam_policy.a": { policy } }), "aws_iam_policy.a")).toMatchObject({
      is: "known",
      document: "aws_iam_policy.a",
      statements: [{ Effect: "Deny", Action: ["s3:*"], Resource: ["${aws_s3_bucket.a.arn}"] }],
    });
  });

  test("is absent where the argument is", () => {
    expect(policyOf(blocks({ "aws_sqs_queue.a": {} }), "aws_sqs_queue.a")).toEqual({ is: "absent" });
  });

  test("includes its sources, and overrides statements of the same Sid", () => {
    const policy = policyDocument(
      blocks({
        [document]: {
          source_policy_documents: ["${data.aws_iam_policy_document.source.json}"],
          override_policy_documents: ["${data.aws_iam_policy_document.override.json}"],
          statement: [read],
        },
        "data.aws_iam_policy_document.source": { statement: [{ sid: "List", actions: ["s3:ListBucket"] }] },
        "data.aws_iam_policy_document.override": { statement: [{ ...read, effect: "Deny" }] },
      }),
      document,
    );
    expect(policy).toMatchObject({ statements: [{ Sid: "List" }, { Sid: "Read", Effect: "Deny" }] });
  });

  test.each<[string, JsonObject]>([
    ["multiplies", { count: "${var.count}", statement: [read] }],
    ["generates", { dynamic: { statement: { for_each: "${var.all}" } } }],
    ["includes unseen", { statement: [read], source_policy_documents: ["${var.policy}"] }],
    ["allows or denies by an expression", { statement: [{ ...read, effect: "${var.effect}" }] }],
    ["takes from an expression", { statement: "${var.statements}" }],
  ])("is unknown where Terraform %s statements", (_, values) => {
    expect(policyDocument(blocks({ [document]: values }), document).is).toBe("unknown");
  });

  test.each(["${var.policy}", '${jsonencode({"Statement" = []})}', "no JSON", '"text"'])(
    "is unknown as %s",
    (policy) => {
      expect(policyOf(blocks({ "aws_kms_key.a": { policy } }), "aws_kms_key.a").is).toBe("unknown");
    },
  );
});

test("every string of a statement can be replaced", () => {
  const changed = withStrings(
    {
      Effect: "Allow",
      Principal: { AWS: ["a"] },
      NotAction: ["a"],
      Resource: ["a", "b"],
      Condition: { ArnLike: { "aws:SourceArn": ["a"] } },
    },
    (value) => `${value}!`,
  );
  expect(changed).toEqual({
    Effect: "Allow",
    Principal: { AWS: ["a!"] },
    NotAction: ["a!"],
    Resource: ["a!", "b!"],
    Condition: { ArnLike: { "aws:SourceArn": ["a!"] } },
  });
});
