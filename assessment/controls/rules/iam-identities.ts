import type { PolicyStatement } from "../../../emulator/referee/policy-document";
import type { Block, Stack } from "../../model/project";
import { includesAction } from "../../model/statements";
import { hasExpression, referenceOf, textOf, valueAt } from "../../model/value";
import { type Rule, ruleOnEach, ruleOnTypes } from "../rule";
import { fails, nameOf, passes, statementsOf, undecided, type Verdict, wordsOf, worst } from "../verdict";
import { isNotForAnyone, policyAt } from "./public-policy";

const user = "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html";

/** Argument with the ARNs of the policies that a resource attaches. */
export const attachments: Readonly<Record<string, string>> = {
  aws_iam_role_policy_attachment: "policy_arn",
  aws_iam_group_policy_attachment: "policy_arn",
  aws_iam_user_policy_attachment: "policy_arn",
  aws_iam_policy_attachment: "policy_arn",
  aws_iam_role: "managed_policy_arns",
  aws_iam_role_policy_attachments_exclusive: "policy_arns",
  aws_iam_group_policy_attachments_exclusive: "policy_arns",
  aws_iam_user_policy_attachments_exclusive: "policy_arns",
};

/** A policy of AWS that is not attached. */
function isNotAttached(id: string, policy: string, see: string): Rule {
  return ruleOnTypes({
    id,
    demands: `AWS's policy ${policy} is attached to no identity.`,
    types: Object.keys(attachments),
    see,
    decide: (attachment) => {
      const path = attachments[attachment.type] ?? "";
      const value = valueAt(attachment, path);
      const found = wordsOf(path, value);
      if (value.is === "unknown") return (isOwnPolicy(value.expression) ? passes : undecided)(found, path);
      const names = value.is === "known" ? [value.value].flat().map(textOf) : [];
      const isIt = names.some((name) => new RegExp(`:aws:policy/(.+/)?${policy}$`).test(name));
      return (isIt ? fails : passes)(found, path);
    },
  });
}

/** A policy of the stack. A data source can be one of AWS. */
function isOwnPolicy(expression: string): boolean {
  return referenceOf(expression)?.address.startsWith("aws_iam_policy.") ?? false;
}

function isForNoUser(block: Block): Verdict {
  if (block.type === "aws_iam_user_policy_attachments_exclusive") return hasNone(block, "policy_arns");
  if (block.type !== "aws_iam_policy_attachment") return fails("a policy of a user");
  return hasNone(block, "users");
}

function hasNone(block: Block, path: string): Verdict {
  const list = valueAt(block, path);
  const isEmpty = list.is === "absent" || (list.is === "known" && JSON.stringify(list.value) === "[]");
  return (isEmpty ? passes : list.is === "known" ? fails : undecided)(wordsOf(path, list), path);
}

/**
 * Whether a role that trusts an identity provider admits one audience and known subjects only.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc_secure-by-default.html
 */
function trustIsRestricted(role: Block, stack: Stack): Verdict {
  const { statements, verdict } = statementsOf(policyAt(stack, role, "assume_role_policy"), fails("no trust policy"));
  if (!statements) return verdict;
  const verdicts = statements.map((statement, position) => restrictsTokens(statement, nameOf(statements, position)));
  const [first, ...others] = verdicts;
  return first ? worst([first, ...others]) : fails("no statement", "assume_role_policy");
}

function restrictsTokens(statement: PolicyStatement, name: string): Verdict {
  const path = "assume_role_policy";
  const isFederated = includesAction(statement, "sts:AssumeRoleWithWebIdentity");
  const isSaml = includesAction(statement, "sts:AssumeRoleWithSAML");
  if (statement.Effect !== "Allow" || (isFederated === false && isSaml === false))
    return passes("trusts no identity provider", path);
  if (isFederated === false) return undecided(`${name} admits whom the directory behind a SAML provider lets in`, path);
  const audiences = valuesOf(statement, /:aud$/, /^StringEquals$/);
  const subjects = valuesOf(statement, /:(sub|job_workflow_ref)$/, /^String(Equals|Like)$/);
  if (isFederated === "unknown" || [...audiences, ...subjects].some(hasExpression))
    return undecided(`what ${name} trusts is known to Terraform alone`, path);
  if (audiences.length === 0) return fails(`${name} admits any audience`, path);
  if (new Set(audiences).size > 1) return fails(`${name} admits the audiences ${audiences.join(", ")}`, path);
  if (subjects.length === 0) return fails(`${name} admits any subject`, path);
  const owners = new Set(subjects.map((subject) => /^repo:([^/]*)\//.exec(subject)?.[1]));
  if (owners.size > 1) return fails(`${name} admits several owners: ${subjects.join(", ")}`, path);
  const open = subjects.find((subject) => !isOneOwner(subject));
  return open === undefined
    ? passes(`${name} admits ${subjects.join(", ")}`, path)
    : fails(`${name} admits ${open}`, path);
}

/** A subject without a wildcard; of GitHub, one owner's. */
function isOneOwner(subject: string): boolean {
  return /^repo:[^*?/]+\/./.test(subject) || !/[*?]/.test(subject);
}

function valuesOf({ Condition = {} }: PolicyStatement, key: RegExp, test: RegExp): string[] {
  return Object.entries(Condition)
    .filter(([name]) => test.test(name))
    .flatMap(([, keys]) => Object.entries(keys))
    .flatMap(([name, values]) => (key.test(name) ? values : []));
}

/** Argument with the policy of a resource that has one. An endpoint's policy is none of them: it grants nothing. */
const resourcePolicies: Readonly<Record<string, string>> = {
  aws_cloudwatch_event_bus_policy: "policy",
  aws_cloudwatch_log_resource_policy: "policy_document",
  aws_ecr_registry_policy: "policy",
  aws_ecr_repository_policy: "policy",
  aws_iam_role: "assume_role_policy",
  aws_kms_external_key: "policy",
  aws_kms_key: "policy",
  aws_kms_key_policy: "policy",
  aws_kms_replica_external_key: "policy",
  aws_kms_replica_key: "policy",
  aws_s3_bucket: "policy",
  aws_s3_bucket_policy: "policy",
  aws_secretsmanager_secret_policy: "policy",
  aws_sns_topic: "policy",
  aws_sns_topic_policy: "policy",
  aws_sqs_queue: "policy",
  aws_sqs_queue_policy: "policy",
};

/** Rules on who has permissions, and whom resources and roles let in. */
export const iamIdentityRules: readonly Rule[] = [
  isNotAttached("administrator-access-is-not-attached", "AdministratorAccess", `${user}#iam-1`),
  isNotAttached("cloudshell-full-access-is-not-attached", "AWSCloudShellFullAccess", `${user}#iam-27`),
  ruleOnTypes({
    id: "iam-users-have-no-policies",
    demands: "No user has a policy of its own.",
    types: [
      "aws_iam_user_policy",
      "aws_iam_user_policy_attachment",
      "aws_iam_user_policy_attachments_exclusive",
      "aws_iam_policy_attachment",
    ],
    see: `${user}#iam-2`,
    decide: isForNoUser,
  }),
  ruleOnTypes({
    id: "resource-policy-allows-no-anyone",
    demands: "No policy of a resource, nor a role's trust policy, allows anyone without a condition of fixed values.",
    types: Object.keys(resourcePolicies),
    see: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
    decide: (block, stack) =>
      isNotForAnyone(policyAt(stack, block, resourcePolicies[block.type]), passes("no policy of its own")),
  }),
  ruleOnEach({
    id: "federated-trust-is-restricted",
    demands: "A role that trusts an identity provider admits one audience, and the subjects of one owner.",
    type: "aws_iam_role",
    see: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc_secure-by-default.html",
    decide: trustIsRestricted,
  }),
];
