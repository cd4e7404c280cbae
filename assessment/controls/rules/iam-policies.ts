import type { PolicyStatement } from "../../../emulator/referee/policy-document";
import type { Json } from "../../../src/cdktf/terraform-json";
import { listOf, nestedBlocks } from "../../model/nested-blocks";
import type { Block, Project, Stack } from "../../model/project";
import { locationOf } from "../../model/provider";
import { allOf, anyOf, includesAction, isOneResource, type Truth } from "../../model/statements";
import { hasExpression, referenceOf, resourcesOf, textOf, valueAt } from "../../model/value";
import { type Rule, ruleOnTypes } from "../rule";
import { noStatement, passes, undecided, worst } from "../verdict";
import { attachments } from "./iam-identities";
import { policyAt, policyWithin } from "./public-policy";

const user = "https://docs.aws.amazon.com/securityhub/latest/userguide";
const config = "https://docs.aws.amazon.com/config/latest/developerguide";
const managed = ["aws_iam_policy"];
const inline = ["aws_iam_role_policy", "aws_iam_group_policy", "aws_iam_user_policy", "aws_iam_role"];

const noPolicy = passes("no policy");

/** A statement that allows every action on every resource. */
function allowsEverything({ Effect, Action, Resource }: PolicyStatement): Truth {
  if (Effect !== "Allow") return false;
  return allOf([anyPattern(Action, /^\*+(:\*+)?$/), anyPattern(Resource, /^\*+$/)]);
}

/** A statement that allows every action of a service: `ec2:*`, or all but a few. */
function allowsService({ Effect, Action, NotAction }: PolicyStatement): Truth {
  if (Effect !== "Allow") return false;
  return NotAction ? true : anyPattern(Action, /^[\w-]+:\*+$|^\*+(:\*+)?$/);
}

/** A statement that allows decryption with every key. As AWS's rules do, it disregards conditions. */
function allowsDecryption(statement: PolicyStatement): Truth {
  if (statement.Effect !== "Allow") return false;
  const decrypts = anyOf(["kms:Decrypt", "kms:ReEncryptFrom"].map((action) => includesAction(statement, action)));
  const everyKey = statement.NotResource
    ? true
    : anyPattern(statement.Resource, /^(\*+|arn:[\w*-]+:kms:[\w*-]*:[\d*]*:(key\/)?\*+)$/);
  return allOf([decrypts, everyKey]);
}

function anyPattern(values: readonly string[] | undefined, pattern: RegExp): Truth {
  return anyOf(
    (values ?? []).map((value) => {
      if (pattern.test(value)) return true;
      return hasExpression(value) && !isOneResource(value) ? "unknown" : false;
    }),
  );
}

/**
 * Whether a managed policy gives no permission: it is a permissions boundary in one of the stacks, and is attached in none.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
function isOnlyBoundary(policy: Block, stack: Stack, project: Project): boolean {
  const { account } = locationOf(policy, stack);
  const name = valueAt(policy, "name");
  const arn =
    name.is === "known" ? new RegExp(`:iam::${account ?? ""}:policy/(.+/)?${textOf(name.value)}$`) : undefined;
  const isNamedBy = (value: Json, other: Stack) =>
    (other === stack && referenceOf(value)?.address === policy.address) || arn?.test(textOf(value)) === true;
  const isNamedAt = (type: string, argument: string) =>
    project.stacks.some((other) =>
      resourcesOf(other, type).some(({ values }) => listOf(values[argument]).some((value) => isNamedBy(value, other))),
    );
  const isBoundary = ["aws_iam_role", "aws_iam_user"].some((type) => isNamedAt(type, "permissions_boundary"));
  return isBoundary && !Object.entries(attachments).some(([type, argument]) => isNamedAt(type, argument));
}

function managedRule(
  rule: Omit<Rule, "decide" | "types">,
  is: (statement: PolicyStatement) => Truth,
  what: string,
): Rule {
  return ruleOnTypes({
    ...rule,
    types: managed,
    decide: (policy, stack, project) =>
      isOnlyBoundary(policy, stack, project)
        ? passes("a permissions boundary, which gives no permission")
        : noStatement(policyAt(stack, policy), noPolicy, is, what),
  });
}

function inlineRule(
  rule: Omit<Rule, "decide" | "types">,
  is: (statement: PolicyStatement) => Truth,
  what: string,
): Rule {
  return ruleOnTypes({
    ...rule,
    types: inline,
    decide: (block, stack) => {
      if (block.type !== "aws_iam_role") return noStatement(policyAt(stack, block), noPolicy, is, what);
      const policies = nestedBlocks(block, "inline_policy");
      if (policies.is === "unknown")
        return undecided(`inline_policy is known to Terraform alone: ${policies.expression}`);
      const [first, ...others] = policies.blocks.map(({ policy }) =>
        noStatement(policyWithin(stack, block, policy), noPolicy, is, what),
      );
      return first ? worst([first, ...others]) : passes("no inline_policy");
    },
  });
}

/** Rules on the policies that give permissions to identities. */
export const iamPolicyRules: readonly Rule[] = [
  managedRule(
    {
      id: "iam-policy-allows-no-full-administration",
      demands: "No managed policy of the stacks allows every action on every resource.",
      see: `${config}/iam-policy-no-statements-with-admin-access.html`,
    },
    allowsEverything,
    "allows every action on every resource",
  ),
  inlineRule(
    {
      id: "iam-inline-policy-allows-no-full-administration",
      demands: "No inline policy allows every action on every resource.",
      see: `${user}/iam-controls.html#iam-1`,
    },
    allowsEverything,
    "allows every action on every resource",
  ),
  managedRule(
    {
      id: "iam-policy-allows-no-service-wildcard",
      demands: "No managed policy of the stacks allows every action of a service.",
      see: `${config}/iam-policy-no-statements-with-full-access.html`,
    },
    allowsService,
    "allows every action of a service",
  ),
  inlineRule(
    {
      id: "iam-inline-policy-allows-no-service-wildcard",
      demands: "No inline policy allows every action of a service.",
      see: `${user}/iam-controls.html#iam-21`,
    },
    allowsService,
    "allows every action of a service",
  ),
  managedRule(
    {
      id: "iam-policy-allows-no-decryption-with-all-keys",
      demands: "No managed policy of the stacks allows decryption with every KMS key.",
      see: `${user}/kms-controls.html#kms-1`,
    },
    allowsDecryption,
    "allows decryption with every key",
  ),
  inlineRule(
    {
      id: "iam-inline-policy-allows-no-decryption-with-all-keys",
      demands: "No inline policy allows decryption with every KMS key.",
      see: `${user}/kms-controls.html#kms-2`,
    },
    allowsDecryption,
    "allows decryption with every key",
  ),
];
