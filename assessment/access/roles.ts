import { isObject, type Json } from "../../src/cdktf/terraform-json";
import type { Block, Project, Stack } from "../model/project";
import { referenceOf, resourcesOf } from "../model/value";
import { arnOf, resolvedIn } from "./arns";
import { awsPolicy, awsPolicyName } from "./aws-policies";
import { type Document, documentAt, documentOf, unknownDocument } from "./documents";

/** A role that a stack creates. */
export interface Role {
  readonly arn: string;
  readonly stack: Stack;
  readonly block: Block;
  readonly trust: Document | undefined;
  readonly policies: readonly Document[];
  readonly boundary: Document | undefined;
}

type Managed = ReadonlyMap<string, Document>;

const rolesByProject = new WeakMap<Project, ReadonlyMap<string, Role>>();

/** Roles that the stacks of a project create, by ARN. */
export function rolesOf(project: Project): ReadonlyMap<string, Role> {
  const found = rolesByProject.get(project) ?? readRoles(project);
  rolesByProject.set(project, found);
  return found;
}

function readRoles({ stacks }: Project): ReadonlyMap<string, Role> {
  const managed = new Map(stacks.flatMap(managedPolicies));
  const roles = stacks.flatMap((stack) => {
    const attached = attachmentsOf(stack, managed);
    return resourcesOf(stack, "aws_iam_role").flatMap((block) => {
      const arn = arnOf(block, stack);
      return arn === undefined ? [] : [[arn, roleOf({ arn, stack, block }, attached, managed)] as const];
    });
  });
  return new Map(roles);
}

/** Managed policies that a stack creates, by ARN. */
function managedPolicies(stack: Stack): [string, Document][] {
  return resourcesOf(stack, "aws_iam_policy").flatMap((block) => {
    const arn = arnOf(block, stack);
    const document = documentAt(stack, block.address);
    return arn === undefined || document === undefined ? [] : [[arn, document]];
  });
}

function roleOf(
  role: Pick<Role, "arn" | "stack" | "block">,
  attached: ReadonlyMap<string, readonly Document[]>,
  managed: Managed,
): Role {
  const { stack, block } = role;
  const { permissions_boundary: boundary, managed_policy_arns: arns, inline_policy: inline } = block.values;
  const own = [
    ...listOf(arns).map((arn) => managedPolicy(stack, arn, managed)),
    ...listOf(inline).flatMap((one) => (isObject(one) ? (documentOf(stack, block.address, one.policy) ?? []) : [])),
  ];
  return {
    ...role,
    trust: documentAt(stack, block.address, "assume_role_policy"),
    policies: [...(attached.get(block.address) ?? []), ...own],
    boundary: boundary === undefined || boundary === null ? undefined : managedPolicy(stack, boundary, managed),
  };
}

/** Policies that blocks of their own attach to roles, by the address of the role. */
function attachmentsOf(stack: Stack, managed: Managed): ReadonlyMap<string, readonly Document[]> {
  const byRole = new Map<string, Document[]>();
  const attach = (roles: Json | undefined, document: Document | undefined) => {
    for (const role of listOf(roles)) {
      const address = roleAddress(stack, role);
      if (address !== undefined && document) byRole.set(address, [...(byRole.get(address) ?? []), document]);
    }
  };
  for (const { address, values } of resourcesOf(stack, "aws_iam_role_policy")) {
    attach(values.role, documentAt(stack, address));
  }
  for (const { values } of resourcesOf(stack, "aws_iam_role_policy_attachment")) {
    attach(values.role, managedPolicy(stack, values.policy_arn, managed));
  }
  for (const { values } of resourcesOf(stack, "aws_iam_policy_attachment")) {
    attach(values.roles, managedPolicy(stack, values.policy_arn, managed));
  }
  return byRole;
}

/** Address of the role to which a value refers, or that it names. */
function roleAddress(stack: Stack, role: Json): string | undefined {
  const reference = referenceOf(role);
  if (reference) return reference.address;
  return resourcesOf(stack, "aws_iam_role").find(({ values }) => values.name === role)?.address;
}

function managedPolicy(stack: Stack, value: Json | undefined, managed: Managed): Document {
  const arn = resolvedIn(value, stack);
  if (arn === undefined) {
    const expression = JSON.stringify(value);
    return unknownDocument(expression, `only Terraform knows ${expression}`);
  }
  const name = awsPolicyName(arn);
  if (name !== undefined) return awsPolicy(name);
  return managed.get(arn) ?? unknownDocument(arn, `the policy ${arn} decides, which the code does not create`);
}

function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly Json[]) : [value];
}
