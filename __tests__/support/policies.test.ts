import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type AccessCase, administratorAccess, decisions, evaluate, expectedDecisions } from "./policies";
import { type PolicyDocument, policyDocument } from "./policy-document";
import { unnoticedMutations } from "./policy-mutations";
import { synthesize } from "./synthesize";

const account = "123456789012";
const key = `arn:aws:kms:ap-northeast-1:${account}:key/11111111-2222-3333-4444-555555555555`;
const reader = `arn:aws:iam::${account}:role/ci/Reader`;

const allowing = (statement: Omit<PolicyDocument["Statement"][number], "Effect">): PolicyDocument => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", ...statement }],
});

describe("policyDocument", () => {
  const synthesized = synthesize((scope) => {
    const role = new IamRole(scope, "reader", { name: "Reader", assumeRolePolicy: "{}" });
    const base = new DataAwsIamPolicyDocument(scope, "base", {
      statement: [{ sid: "Base", effect: "Deny", notActions: ["kms:Decrypt"], resources: ["*"] }],
    });
    const policy = new DataAwsIamPolicyDocument(scope, "policy", {
      sourcePolicyDocuments: [base.json],
      statement: [
        {
          principals: [{ type: "AWS", identifiers: [role.arn] }],
          actions: ["kms:Decrypt"],
          resources: ["*"],
          condition: [
            { test: "StringLike", variable: "kms:EncryptionContext:user", values: ["&{aws:username}", role.name] },
          ],
        },
      ],
    });
    new KmsKey(scope, "key", { policy: policy.json });
  });

  test("is the JSON that Terraform sends, with included documents, references and IAM variables inserted", () => {
    expect(policyDocument(synthesized, "aws_kms_key.key.policy", { "aws_iam_role.reader.arn": reader })).toEqual({
      Version: "2012-10-17",
      Statement: [
        { Sid: "Base", Effect: "Deny", NotAction: ["kms:Decrypt"], Resource: ["*"] },
        {
          Effect: "Allow",
          Principal: { AWS: [reader] },
          Action: ["kms:Decrypt"],
          Resource: ["*"],
          Condition: { StringLike: { "kms:EncryptionContext:user": ["${aws:username}", "Reader"] } },
        },
      ],
    });
  });

  test("fails when a reference has no value", () => {
    expect(() => policyDocument(synthesized, "data.aws_iam_policy_document.policy")).toThrow(
      "give a value for the reference aws_iam_role.reader.arn",
    );
  });

  test("fails when an argument does not hold a policy document", () => {
    expect(() => policyDocument(synthesized, "aws_iam_role.reader.assume_role_policy")).toThrow(
      'expected the json of a policy document, got "{}"',
    );
  });
});

test("the AGPL-licensed simulator is not part of the shipped code", () => {
  const root = join(__dirname, "../..");
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { dependencies: object };
  const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  expect(Object.keys(manifest.dependencies)).not.toContainEqual(expect.stringContaining("@cloud-copilot"));
  expect(sources.filter((file) => readFileSync(join(root, "src", file), "utf8").includes("@cloud-copilot"))).toEqual(
    [],
  );
});

describe("evaluate", () => {
  const decryptThroughS3 = allowing({
    Principal: { AWS: [reader] },
    Action: ["kms:Decrypt"],
    Resource: ["*"],
    Condition: { StringEquals: { "kms:ViaService": ["s3.ap-northeast-1.amazonaws.com"] } },
  });

  test("a key policy that does not name the account root is not widened by the caller's own policies", async () => {
    expect(
      await evaluate({
        principal: `arn:aws:iam::${account}:role/Other`,
        action: "kms:Decrypt",
        resource: key,
        resourcePolicy: decryptThroughS3,
        identityPolicies: [administratorAccess],
      }),
    ).toBe("ImplicitlyDenied");
  });

  test("an encryption context is evaluated", async () => {
    const service = "logs.ap-northeast-1.amazonaws.com";
    const resourcePolicy = allowing({
      Principal: { Service: [service] },
      Action: ["kms:Decrypt"],
      Resource: ["*"],
      Condition: { ArnEquals: { "kms:EncryptionContext:aws:logs:arn": ["arn:aws:logs:*:*:log-group:a"] } },
    });
    const decrypt = (context?: Record<string, string>) =>
      evaluate({ principal: service, action: "kms:Decrypt", resource: key, resourcePolicy, context });
    const group = `arn:aws:logs:ap-northeast-1:${account}:log-group:`;
    expect(await decrypt({ "kms:EncryptionContext:aws:logs:arn": `${group}a` })).toBe("Allowed");
    expect(await decrypt({ "kms:EncryptionContext:aws:logs:arn": `${group}b` })).toBe("ImplicitlyDenied");
    expect(await decrypt()).toBe("ImplicitlyDenied");
  });

  test.each([
    ["token.actions.githubusercontent.com"],
    ["oidc.eks.ap-northeast-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE"],
  ])("the claims of a web identity from %s are evaluated", async (host) => {
    const provider = `arn:aws:iam::${account}:oidc-provider/${host}`;
    const resourcePolicy = allowing({
      Principal: { Federated: [provider] },
      Action: ["sts:AssumeRoleWithWebIdentity"],
      Condition: { StringEquals: { [`${host}:sub`]: ["me"] } },
    });
    const assume = (sub: string) =>
      evaluate({
        principal: provider,
        action: "sts:AssumeRoleWithWebIdentity",
        resource: reader,
        resourcePolicy,
        context: { [`${host}:sub`]: sub },
      });
    expect(await assume("me")).toBe("Allowed");
    expect(await assume("you")).toBe("ImplicitlyDenied");
  });

  test("fails when the action does not exist", async () => {
    await expect(evaluate({ principal: reader, action: "kms:Undo", resource: key })).rejects.toThrow("invalid.action");
  });

  test.each([
    ["kms:Decrypt", "s3:prefix"],
    ["kms:DescribeKey", "kms:EncryptionContext:user"],
  ])("fails when %s never has the condition key %s", async (action, conditionKey) => {
    await expect(
      evaluate({ principal: reader, action, resource: key, context: { [conditionKey]: "a" } }),
    ).rejects.toThrow(`${action} has no condition key ${conditionKey}`);
  });

  describe("with mutations", () => {
    const throughS3: AccessCase = {
      name: "through S3",
      principal: reader,
      action: "kms:Decrypt",
      resource: key,
      context: { "kms:ViaService": "s3.ap-northeast-1.amazonaws.com" },
      decision: "Allowed",
    };

    test("cases that miss a condition or the limits of an action report which", async () => {
      expect(await unnoticedMutations(decryptThroughS3, [throughS3])).toEqual([
        "without condition StringEquals kms:ViaService of statement 1",
        "with all actions of statement 1",
      ]);
    });

    test("cases that cover each part report nothing", async () => {
      const cases: AccessCase[] = [
        throughS3,
        { ...throughS3, name: "directly", context: {}, decision: "ImplicitlyDenied" },
        { ...throughS3, name: "encrypting", action: "kms:Encrypt", decision: "ImplicitlyDenied" },
      ];
      expect(await decisions(decryptThroughS3, cases)).toEqual(expectedDecisions(cases));
      expect(await unnoticedMutations(decryptThroughS3, cases)).toEqual([]);
    });

    test("cases with the same name are refused, since only one of them would count", () => {
      expect(() => expectedDecisions([throughS3, { ...throughS3, decision: "ImplicitlyDenied" }])).toThrow(
        'two cases are named "through S3"',
      );
    });
  });
});

describe("what the simulator remembers", () => {
  const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;
  const ownParameter: PolicyDocument = {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["ssm:GetParameter"],
        Resource: [`arn:aws:ssm:ap-northeast-1:${account}:parameter/\${aws:PrincipalTag/team}`],
        Condition: { ArnLike: { "aws:PrincipalArn": [`arn:aws:iam::${account}:role/\${aws:PrincipalTag/team}`] } },
      },
    ],
  };
  const decide = async (team: string, principal: string) =>
    evaluate({
      principal,
      action: "ssm:GetParameter",
      resource: `arn:aws:ssm:ap-northeast-1:${account}:parameter/${team}`,
      context: { "aws:PrincipalTag/team": team },
      identityPolicies: [ownParameter],
    });

  test.each([
    ["one", role("one"), "Allowed"],
    ["two", role("two"), "Allowed"],
    ["one", role("two"), "ImplicitlyDenied"],
  ])("is not the result for another request's variables: %s, %s", async (team, principal, decision) => {
    expect(await decide(team, principal)).toBe(decision);
  });
});
