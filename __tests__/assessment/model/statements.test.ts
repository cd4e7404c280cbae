import type { PolicyStatement } from "../../../emulator/referee/policy-document";
import { allowsAnyone, includesAction, includesResource, type Truth } from "../../../assessment/model/statements";

const allow = (statement: Partial<PolicyStatement>): PolicyStatement => ({ Effect: "Allow", ...statement });

describe("actions", () => {
  test.each<[string, Partial<PolicyStatement>, Truth]>([
    ["by name, whatever the case", { Action: ["S3:getobject"] }, true],
    ["by a wildcard", { Action: ["s3:Get*"] }, true],
    ["not by another name", { Action: ["s3:PutObject"] }, false],
    ["by all but others", { NotAction: ["s3:Put*"] }, true],
    ["not by all but it", { NotAction: ["s3:*"] }, false],
    ["perhaps by an expression", { Action: ["${var.action}"] }, "unknown"],
    ["perhaps by all but an expression", { NotAction: ["${var.action}"] }, "unknown"],
    ["by a name beside an expression", { Action: ["${var.action}", "s3:GetObject"] }, true],
  ])("include one %s", (_, statement, expected) => {
    expect(includesAction(allow(statement), "s3:GetObject")).toBe(expected);
  });
});

describe("resources", () => {
  test.each<[string, Partial<PolicyStatement>, Truth]>([
    ["by a wildcard", { Resource: ["arn:aws:s3:::state/*"] }, true],
    ["by a reference to the same resource", { Resource: ["${aws_s3_bucket.state.arn}/*"] }, true],
    ["not by a reference to another", { Resource: ["${aws_s3_bucket.other.arn}/*"] }, false],
    ["not by all but it", { NotResource: ["${aws_s3_bucket.state.arn}/*"] }, false],
    ["perhaps by an expression", { Resource: ["${var.bucket}/*"] }, "unknown"],
  ])("include one %s", (_, statement, expected) => {
    const references = { "aws_s3_bucket.state.arn": "arn:aws:s3:::state" };
    expect(includesResource(allow(statement), "arn:aws:s3:::state/key", references)).toBe(expected);
  });
});

describe("anyone", () => {
  const condition = (test: string, key: string, value: string) => ({ Condition: { [test]: { [key]: [value] } } });

  test.each<[string, Partial<PolicyStatement>, Truth]>([
    ["by *", { Principal: "*" }, true],
    ["by * among accounts", { Principal: { AWS: ["123456789012", "*"] } }, true],
    ["by all but one", { NotPrincipal: { AWS: ["123456789012"] } }, true],
    ["not by an account", { Principal: { AWS: ["arn:aws:iam::123456789012:root"] } }, false],
    ["not by a role of the stack", { Principal: { AWS: ["${aws_iam_role.a.arn}"] } }, false],
    ["not by a service", { Principal: { Service: ["sns.amazonaws.com"] } }, false],
    ["perhaps by an expression", { Principal: { AWS: ["${var.principal}"] } }, "unknown"],
    [
      "not within an organization",
      { Principal: "*", ...condition("StringEquals", "aws:PrincipalOrgID", "o-1") },
      false,
    ],
    ["not in an account", { Principal: "*", ...condition("StringEquals", "kms:CallerAccount", "123456789012") }, false],
    [
      "not by roles of one account",
      { Principal: "*", ...condition("ArnLike", "aws:PrincipalArn", "arn:aws:iam::123456789012:role/ci/*") },
      false,
    ],
    [
      "by roles of every account",
      { Principal: "*", ...condition("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/ci") },
      true,
    ],
    ["by a wildcard", { Principal: "*", ...condition("StringLike", "aws:PrincipalOrgID", "o-*") }, true],
    ["by a variable", { Principal: "*", ...condition("StringEquals", "aws:SourceVpc", "&{aws:username}") }, true],
    ["from every address", { Principal: "*", ...condition("IpAddress", "aws:SourceIp", "0.0.0.0/0") }, true],
    ["if a key is missing", { Principal: "*", ...condition("StringEqualsIfExists", "aws:SourceVpc", "vpc-1") }, true],
    ["with TLS", { Principal: "*", ...condition("Bool", "aws:SecureTransport", "true") }, true],
    ["perhaps by a value", { Principal: "*", ...condition("StringEquals", "aws:SourceVpc", "${var.vpc}") }, "unknown"],
  ])("is allowed %s", (_, statement, expected) => {
    expect(allowsAnyone(allow(statement))).toBe(expected);
  });

  test("is not allowed by a Deny", () => {
    expect(allowsAnyone({ Effect: "Deny", Principal: "*" })).toBe(false);
  });
});
