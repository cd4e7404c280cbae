import { type JsonObject } from "../../../src/cdktf/terraform-json";
import { listOf, nestedBlocks } from "../../model/nested-blocks";
import { type Policy, policyIn, policyOf } from "../../model/policy";
import type { Block, Stack } from "../../model/project";
import { referenceOf, resourcesOf, satellitesOf, textOf } from "../../model/value";

/** A policy of a role: one of AWS by its name, or one whose statements are in the stack. */
export type RolePolicy =
  | { readonly is: "aws"; readonly name: string }
  | { readonly is: "own"; readonly name: string; readonly policy: Policy };

/**
 * Role that nodes have: that of a node group, and those that an access entry lets join as nodes.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html
 */
export function nodeRoleOf(block: Block): JsonObject[string] {
  if (block.type === "aws_eks_node_group") return block.values.node_role_arn;
  if (block.type !== "aws_eks_access_entry") return undefined;
  return /^EC2(_LINUX|_WINDOWS)?$/.test(textOf(block.values.type)) ? block.values.principal_arn : undefined;
}

/** Policies of a role in a stack: attached, inline, and in its own arguments. */
export function policiesOf(role: Block, stack: Stack): readonly RolePolicy[] {
  const names = typeof role.values.name === "string" ? [role.values.name] : [];
  const attached = satellitesOf(stack, "aws_iam_role_policy_attachment", "role", role, names);
  const anywhere = resourcesOf(stack, "aws_iam_policy_attachment").filter((block) =>
    listOf(block.values.roles).some(
      (value) => referenceOf(value)?.address === role.address || names.includes(textOf(value)),
    ),
  );
  const inline = satellitesOf(stack, "aws_iam_role_policy", "role", role, names);
  return [
    ...[...attached, ...anywhere].map((block) => managed(stack, block.values.policy_arn)),
    ...listOf(role.values.managed_policy_arns).map((arn) => managed(stack, arn)),
    ...inline.map((block): RolePolicy => own(block.address, policyOf(stack.blocks, block.address))),
    ...inlineOf(role, stack),
  ];
}

function own(name: string, policy: Policy): RolePolicy {
  return { is: "own", name, policy };
}

function managed(stack: Stack, arn: JsonObject[string]): RolePolicy {
  const [, name] = /^(?:arn:[\w-]+|arn:\$\{[^}]*\}):iam::aws:policy\/(?:.*\/)?([\w+=,.@-]+)$/.exec(textOf(arn)) ?? [];
  if (name !== undefined) return { is: "aws", name };
  const { address } = referenceOf(arn) ?? {};
  return address !== undefined && stack.blocks.has(address)
    ? own(address, policyOf(stack.blocks, address))
    : own(textOf(arn), { is: "unknown", expression: textOf(arn) });
}

function inlineOf(role: Block, stack: Stack): readonly RolePolicy[] {
  const inline = nestedBlocks(role, "inline_policy");
  if (inline.is === "unknown") return [own("inline_policy", inline)];
  return inline.blocks.map(({ name, policy }) => own(textOf(name), policyIn(stack.blocks, role.address, policy)));
}
