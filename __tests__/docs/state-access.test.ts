import { readFileSync } from "node:fs";
import path from "node:path";
import { Testing } from "cdktf";
import { environments, organization } from "../support/example";
import { validateSettings } from "../../src/settings/validate";
import { BootstrapStack } from "../../src/stacks/bootstrap-stack";
import { awsTarget } from "../../src/target/emulator";
import { evaluate } from "../support/policies";
import { type PolicyDocument, policyDocument, type PolicyStatement } from "../support/policy-document";
import { Synthesized } from "../support/synthesize";

const page = readFileSync(path.join(__dirname, "../../docs/state-access.md"), "utf8");
const account = "123456789012";
const keyArn = `arn:aws:kms:ap-northeast-1:${account}:key/11111111-2222-3333-4444-555555555555`;

const stack = new BootstrapStack(Testing.app(), "bootstrap", {
  settings: validateSettings(organization, environments),
  target: awsTarget,
});
const synthesized = new Synthesized(JSON.parse(Testing.synth(stack)) as Synthesized["json"]);
const references = { "aws_kms_key.state_key.arn": keyArn };

/** A policy of the page, with lists in place of single values. */
function documented(name: string, adapt = (json: string) => json): PolicyDocument {
  const json = new RegExp(`<!-- policy: ${name} -->\\s+\`\`\`json\\n([^\`]+)\`\`\``).exec(page)?.[1] ?? "";
  const { Version, Statement } = JSON.parse(adapt(json)) as PolicyDocument;
  const listed = Statement.map((statement) => ({
    ...statement,
    Action: [statement.Action ?? []].flat(),
    Resource: [statement.Resource ?? []].flat(),
    ...(statement.Condition ? { Condition: listedConditions(statement.Condition) } : {}),
  })) satisfies PolicyStatement[];
  return { Version, Statement: listed };
}

function listedConditions(conditions: Record<string, Record<string, string | string[]>>) {
  return Object.fromEntries(
    Object.entries(conditions).map(([operator, keys]) => [
      operator,
      Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, [values].flat()])),
    ]),
  );
}

const state = "arn:aws:s3:::my-terraform-state-prod/eks-cluster/terraform.tfstate";
const bucket = "arn:aws:s3:::my-terraform-state-prod";
const encrypted = {
  "s3:x-amz-server-side-encryption": "aws:kms",
  "s3:x-amz-server-side-encryption-aws-kms-key-id": "alias/terraform-state",
};

/** Whether a principal with the documented permissions has access under the policies that bootstrap sets. */
async function may(name: string, principal: string, action: string, resource: string): Promise<boolean> {
  const isKey = resource === keyArn;
  const answer = await evaluate({
    principal: `arn:aws:iam::${account}:${principal}`,
    identityPolicies: [documented(name)],
    action,
    resource,
    resourceAccount: account,
    context: isKey
      ? { "kms:ViaService": "s3.ap-northeast-1.amazonaws.com" }
      : action === "s3:PutObject"
        ? encrypted
        : undefined,
    resourcePolicy: policyDocument(
      synthesized,
      isKey ? "aws_kms_key.state_key.policy" : "aws_s3_bucket_policy.state_prod_policy.policy",
      references,
    ),
  });
  return answer === "Allowed";
}

const planning = [
  ["s3:ListBucket", bucket],
  ["s3:GetObject", state],
  ["kms:Decrypt", keyArn],
] as const;
const applying = [
  ...planning,
  ["s3:PutObject", state],
  ["s3:PutObject", `${state}.tflock`],
  ["s3:GetObject", `${state}.tflock`],
  ["s3:DeleteObject", `${state}.tflock`],
  ["s3:ListBucketVersions", bucket],
  ["s3:GetObjectVersion", state],
  ["s3:GetBucketPolicy", bucket],
  ["kms:GenerateDataKey", keyArn],
] as const;
const emergency = [
  ...applying,
  ["s3:DeleteObjectVersion", state],
  ["s3:PutBucketPolicy", bucket],
  ["kms:DisableKey", keyArn],
] as const;

describe("the permissions that the page gives to existing principals", () => {
  test.each([
    ["writer", "user/terraform-user", applying],
    ["planner", "role/TerraformPlanRole", planning],
    ["break-glass", "role/TerraformBreakGlassRole", emergency],
  ] as const)("are what a %s needs", async (name, principal, needed) => {
    for (const [action, resource] of emergency) {
      const expected = needed.some((row) => row[0] === action && row[1] === resource);
      expect([action, resource, await may(name, principal, action, resource)]).toEqual([action, resource, expected]);
    }
  });
});

test("the records that the page allows break-glass to read are those that the created role can look up", () => {
  const { Statement: created } = policyDocument(
    synthesized,
    "aws_iam_role_policy.role_TerraformBreakGlassRole_audit.policy",
  );
  const opened = documented("break-glass").Statement.map(({ Action, Resource }) => ({ Action, Resource }));

  expect(opened).toEqual(expect.arrayContaining(created.map(({ Action, Resource }) => ({ Action, Resource }))));
});

describe("the policies of the page", () => {
  /** The values to replace according to the page, with their replacements in other settings. */
  const replaced: Readonly<Record<string, string>> = {
    "my-terraform-state-prod": "orbit-live",
    "eks-cluster/terraform.tfstate": "live/state",
    "platform-audit": "orbit-audit",
    "ap-northeast-1": "us-gov-west-1",
    "123456789012": "444455556666",
    "arn:aws:": "arn:aws-us-gov:",
  };

  test.each(Object.keys(replaced))("state that %s must be replaced", (value) => {
    const [, list = ""] = /Put your own in place of (.*?)\n\n/s.exec(page) ?? [];
    expect(list.split(" The bucket policy alone")[0]).toContain(`\`${value}\``);
  });

  test.each(["writer", "planner", "break-glass"])("contain no other values of the example settings: %s", (name) => {
    const adapt = (json: string) =>
      Object.entries(replaced).reduce((text, [value, own]) => text.replaceAll(value, own), json);
    const resources = documented(name, adapt).Statement.flatMap(({ Resource }) => Resource ?? []);
    const own = [
      /^\*$/,
      /^arn:aws-us-gov:s3:::orbit-live(\/\*|\/live\/state(\*|\.tflock)?)?$/,
      /^arn:aws-us-gov:kms:us-gov-west-1:444455556666:key\/(\*|[0-9a-f-]{36})$/,
      /^arn:aws-us-gov:logs:\*:444455556666:log-group:\/aws\/cloudtrail\/orbit-audit(:\*)?$/,
    ];
    expect(resources.length).toBeGreaterThan(2);
    expect(resources.filter((resource) => !own.some((pattern) => pattern.test(resource)))).toEqual([]);
  });
});
