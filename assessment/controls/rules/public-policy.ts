import { type Policy, policyIn, policyOf } from "../../model/policy";
import type { Block, Stack } from "../../model/project";
import { allowsAnyone } from "../../model/statements";
import type { Json } from "../../../src/cdktf/terraform-json";
import { noStatement, type Verdict } from "../verdict";

/**
 * Whether a resource's policy allows anyone, without a condition that narrows it to fixed values.
 *
 * @param absent what applies to a resource without a policy
 */
export function isNotForAnyone(policy: Policy, absent: Verdict): Verdict {
  return noStatement(policy, absent, allowsAnyone, "allows anyone without a condition of fixed values");
}

/** The policy of a block's argument. */
export function policyAt(stack: Stack, block: Block, argument = "policy"): Policy {
  return policyOf(stack.blocks, block.address, argument);
}

/** A policy that a value of a block contains, such as one of several inline policies. */
export function policyWithin(stack: Stack, block: Block, value: Json | undefined): Policy {
  return policyIn(stack.blocks, block.address, value);
}
