import { dev, organization, prod } from "../support/example";
import type { StateAccessSettings } from "../../src/settings/state-access";
import { type AccessCase, administratorAccess } from "../support/policies";
import { policyDocument } from "../support/policy-document";
import { expectPolicy } from "../support/policy-mutations";
import type { Synthesized } from "../support/synthesize";
import { account, bootstrap, copied } from "./bootstrap-fixture";

const iam = (name: string, inAccount = account) => `arn:aws:iam::${inAccount}:${name}`;
const elsewhere = "210987654321";

/** A principal that IAM allows everything, including assuming roles. */
const allowedByIam = (principal: string) => ({ principal, identityPolicies: [administratorAccess] });

type Caller = Pick<AccessCase, "principal" | "identityPolicies">;
type Attempt = readonly [who: string, caller: Caller, context?: AccessCase["context"]];

const unlistedPrincipals: readonly Attempt[] = [
  ["an anonymous caller", { principal: "anonymous" }],
  ["an administrator of another account", allowedByIam(iam("role/Administrator", elsewhere))],
  ["that account's root user", { principal: iam("root", elsewhere) }],
  ["an unrelated service", { principal: "ec2.amazonaws.com" }],
];
const insiders: readonly Attempt[] = [
  ["a role that IAM allows", allowedByIam(iam("role/ci/Runner"))],
  ["a user that IAM allows", allowedByIam(iam("user/unlisted"))],
];
const withoutRights: readonly Attempt[] = [
  ["a role without permissions", { principal: iam("role/ci/Runner") }],
  ["a user without permissions", { principal: iam("user/unlisted") }],
];

/** Each attempt to assume a role, and to do more with it, which no principal can. */
function assuming(role: string, allowed: readonly Attempt[], refused: readonly Attempt[]): AccessCase[] {
  const attempt = ([who, caller, context]: Attempt, decision: AccessCase["decision"], action = "sts:AssumeRole") => ({
    ...caller,
    name: `${who} ${action}`,
    action,
    resource: iam(`role/${role}`),
    resourceAccount: account,
    context,
    decision,
  });
  return [
    ...allowed.map((one) => attempt(one, "Allowed")),
    ...allowed.map((one) => attempt(one, "ImplicitlyDenied", "sts:TagSession")),
    ...refused.map((one) => attempt(one, "ImplicitlyDenied")),
  ];
}

const withSecondFactor = (attempts: readonly Attempt[], present: string): Attempt[] =>
  attempts.map(([who, caller]) => [
    `${who}, second factor ${present}`,
    caller,
    { "aws:MultiFactorAuthPresent": present },
  ]);

/** The trust policy of the role of this name. */
function trustOf(stack: Synthesized, name: string) {
  const roles = Object.entries(stack.blocks("aws_iam_role")).filter(([, role]) => role.name === name);
  expect(roles).toHaveLength(1);
  return policyDocument(stack, `aws_iam_role.${roles[0]?.[0] ?? ""}.assume_role_policy`);
}

const trusting = (stateAccess: StateAccessSettings) => bootstrap({ stateAccess });

describe("roles that bootstrap creates", () => {
  const stack = bootstrap();

  test.each(["TerraformExecutionRole", "TerraformPlanRole"])(
    "can be assumed by the principals that the account's own policies allow: %s",
    async (role) => {
      await expectPolicy(trustOf(stack, role), assuming(role, insiders, [...withoutRights, ...unlistedPrincipals]));
    },
  );

  test("require a second factor only if they are for emergencies", async () => {
    const role = "TerraformBreakGlassRole";
    const cases = assuming(role, withSecondFactor(insiders, "true"), [
      ...insiders,
      ...withSecondFactor(insiders, "false"),
      ...withSecondFactor([...withoutRights, ...unlistedPrincipals], "true"),
    ]);

    await expectPolicy(trustOf(stack, role), cases);
  });

  test("do not require the second factor when the settings disable it", async () => {
    const role = "TerraformBreakGlassRole";
    const trust = trustOf(trusting({ breakGlassNeedsMfa: false }), role);

    await expectPolicy(trust, assuming(role, insiders, [...withoutRights, ...unlistedPrincipals]));
  });

  describe("for given principals", () => {
    const arns = (name: string) => [iam(name), iam(name, elsewhere)];
    const named = (name: string): Attempt[] => [
      ["a named principal", { principal: iam(name) }],
      ["a principal named in another account", allowedByIam(iam(name, elsewhere))],
    ];
    const others = (name: string): Attempt[] => [
      ["an administrator", allowedByIam(iam("role/Administrator"))],
      ["the root user", { principal: iam("root") }],
      ["a principal named in another account, without permissions", { principal: iam(name, elsewhere) }],
      ...unlistedPrincipals,
    ];

    test.each([
      ["writers", "TerraformExecutionRole"],
      ["planners", "TerraformPlanRole"],
      ["breakGlass", "TerraformBreakGlassRole"],
    ] as const)("can be assumed only by them: %s", async (kind, role) => {
      const runner = "role/ci/Runner";
      const stack = trusting({ trustedPrincipals: { [kind]: arns(runner) }, breakGlassNeedsMfa: false });

      await expectPolicy(trustOf(stack, role), assuming(role, named(runner), others(runner)));
    });

    test("can be assumed only by them, with a second factor if they are for emergencies", async () => {
      const role = "TerraformBreakGlassRole";
      const user = "user/on-call";
      const stack = trusting({ trustedPrincipals: { breakGlass: arns(user) } });
      const cases = assuming(role, withSecondFactor(named(user), "true"), [
        ...named(user),
        ...withSecondFactor(named(user), "false"),
        ...withSecondFactor(others(user), "true"),
      ]);

      await expectPolicy(trustOf(stack, role), cases);
    });
  });
});

describe("roles of services", () => {
  const slack = { workspaceId: "T0123ABCD", channelId: "C0123ABCD" };
  const stack = bootstrap({ audit: { ...organization.audit, slack } }, [dev, copied(prod)]);
  const people = [...insiders, ...withoutRights, ...unlistedPrincipals];
  const inContext = (context: AccessCase["context"]): Attempt[] =>
    people.map(([who, caller]) => [who, caller, context]);

  test("let CloudTrail write only the records of this trail", async () => {
    const cloudTrail = { principal: "cloudtrail.amazonaws.com" };
    const trail = { "aws:SourceArn": `arn:aws:cloudtrail:ap-northeast-1:${account}:trail/platform-audit` };
    const cases = assuming(
      "platform-audit-trail",
      [["the trail", cloudTrail, trail]],
      [
        ["another trail", cloudTrail, { "aws:SourceArn": `${trail["aws:SourceArn"]}-2` }],
        [
          "another account's trail",
          cloudTrail,
          { "aws:SourceArn": trail["aws:SourceArn"].replace(account, elsewhere) },
        ],
        ["no trail", cloudTrail],
        ["another service for the trail", { principal: "s3.amazonaws.com" }, trail],
        ...inContext(trail),
      ],
    );

    await expectPolicy(trustOf(stack, "platform-audit-trail"), cases);
  });

  test("let S3 copy only from prod's bucket", async () => {
    const s3 = { principal: "s3.amazonaws.com" };
    const own = { "aws:SourceAccount": account, "aws:SourceArn": "arn:aws:s3:::my-terraform-state-prod" };
    const cases = assuming(
      "TerraformReplication-prod",
      [["the bucket", s3, own]],
      [
        ["another bucket", s3, { ...own, "aws:SourceArn": "arn:aws:s3:::my-terraform-state-dev" }],
        ["its copy", s3, { ...own, "aws:SourceArn": `${own["aws:SourceArn"]}-replica` }],
        ["another account", s3, { ...own, "aws:SourceAccount": elsewhere }],
        ["no bucket", s3, { "aws:SourceAccount": account }],
        ["no account", s3, { "aws:SourceArn": own["aws:SourceArn"] }],
        ["another service for the bucket", { principal: "cloudtrail.amazonaws.com" }, own],
        ...inContext(own),
      ],
    );

    await expectPolicy(trustOf(stack, "TerraformReplication-prod"), cases);
  });

  test("let the chat application show alerts", async () => {
    const cases = assuming(
      "platform-audit-chat",
      [["the chat application", { principal: "chatbot.amazonaws.com" }]],
      [["another service", { principal: "sns.amazonaws.com" }], ...people],
    );

    await expectPolicy(trustOf(stack, "platform-audit-chat"), cases);
  });

  test("are the only roles beside the created ones", () => {
    const names = Object.values(stack.blocks("aws_iam_role")).map(({ name }) => name as string);

    expect(names.sort()).toEqual([
      "TerraformBreakGlassRole",
      "TerraformExecutionRole",
      "TerraformPlanRole",
      "TerraformReplication-prod",
      "platform-audit-chat",
      "platform-audit-trail",
    ]);
  });
});
