import { isObject, type Json, type JsonObject } from "../../../src/cdktf/terraform-json";
import type { Project, Stack } from "../../model/project";
import { accountInName } from "../../../src/settings/names";
import { providersOf } from "../../model/provider";
import { backendOf } from "../../model/stack";
import { hasExpression, textOf } from "../../model/value";
import type { Rule } from "../rule";
import { fails, passes, undecided, type Verdict, worst } from "../verdict";

const documentation = "https://developer.hashicorp.com/terraform/language/backend/s3";

function onEachBackend(
  id: string,
  demands: string,
  see: string,
  decide: (s3: JsonObject, account: string | undefined) => Verdict,
): Rule {
  return {
    id,
    demands,
    types: [],
    see: `${documentation}${see}`,
    decide: (project) =>
      project.stacks.map((stack) => {
        const s3 = backendOf(stack);
        return {
          stack: stack.name,
          ...(s3 ? decide(s3, accountOf(stack, project)) : fails("no S3 backend", "terraform.backend")),
        };
      }),
  };
}

function argument(s3: JsonObject, name: string, isAllowed: (value: Json | undefined) => boolean): Verdict {
  const value = s3[name];
  const path = `terraform.backend.s3.${name}`;
  const found = `${name} is ${value === undefined ? "not set" : JSON.stringify(value)}`;
  if (value !== undefined && hasExpression(value)) return undecided(found, path);
  return (isAllowed(value) ? passes : fails)(found, path);
}

/** Account in which a stack works by the settings; undefined without them. */
function accountOf({ name }: Stack, { settings: { organization, environments } }: Project): string | undefined {
  const home = isObject(organization.bootstrap) ? organization.bootstrap.stateEnvironment : undefined;
  const environment = environments.find((one) => one.name === (name === "bootstrap" ? home : name));
  return accountInName(name) ?? (environment && textOf(environment.account));
}

function isPinnedTo(ids: Json | undefined, account: string | undefined): boolean {
  return Array.isArray(ids) && ids.length === 1 && (account === undefined || ids[0] === account);
}

function providerIsPinned(stack: Stack, account: string | undefined): Verdict {
  const path = "provider.aws.allowed_account_ids";
  const [first, ...others] = providersOf(stack).map(({ allowed_account_ids: ids, alias }): Verdict => {
    const found = `allowed_account_ids of ${typeof alias === "string" ? alias : "the default provider"} is ${JSON.stringify(ids)}`;
    if (ids !== undefined && hasExpression(ids)) return undecided(found, path);
    return (isPinnedTo(ids, account) ? passes : fails)(found, path);
  });
  return first ? worst([first, ...others]) : fails("no configuration of the AWS provider", path);
}

/** Rules on where each stack stores its state, and in which account it works. */
export const backendRules: readonly Rule[] = [
  onEachBackend("state-is-sent-encrypted", "Each stack tells S3 to encrypt its state.", "#configuration", (s3) =>
    argument(s3, "encrypt", (value) => value === true),
  ),
  onEachBackend(
    "state-is-locked-by-s3",
    "Each stack locks its state in S3, without a DynamoDB table.",
    "#state-locking",
    (s3) =>
      worst([
        argument(s3, "use_lockfile", (value) => value === true),
        argument(s3, "dynamodb_table", (value) => value === undefined),
      ]),
  ),
  onEachBackend(
    "state-account-is-pinned",
    "Each stack refuses to read its state with credentials of an account other than that of the settings.",
    "#configuration",
    (s3, account) => argument(s3, "allowed_account_ids", (ids) => isPinnedTo(ids, account)),
  ),
  {
    id: "state-is-not-shared",
    demands: "No two stacks store their states in one object.",
    types: [],
    see: `${documentation}#configuration`,
    decide: ({ stacks }) =>
      stacks.map((stack) => {
        const location = (of: Stack) => JSON.stringify([backendOf(of)?.bucket, backendOf(of)?.key]);
        const other = stacks.find((candidate) => candidate !== stack && location(candidate) === location(stack));
        const found = other ? `the same bucket and key as ${other.name}` : `bucket and key are its own`;
        return { stack: stack.name, ...(other ? fails : passes)(found, "terraform.backend.s3.key") };
      }),
  },
  {
    id: "provider-account-is-pinned",
    demands:
      "Each configuration of the AWS provider refuses credentials of an account other than that of the settings.",
    types: [],
    see: "https://registry.terraform.io/providers/hashicorp/aws/latest/docs#allowed_account_ids-1",
    decide: (project) =>
      project.stacks.map((stack) => ({ stack: stack.name, ...providerIsPinned(stack, accountOf(stack, project)) })),
  },
];
