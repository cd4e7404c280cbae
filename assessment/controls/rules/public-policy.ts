import { type Policy, policyIn, policyOf } from "../../model/policy";
import type { Block, Stack } from "../../model/project";
import { allowsAnyone } from "../../model/statements";
import type { Json } from "../../../src/cdktf/terraform-json";
import { fails, nameOf, passes, statementsOf, undecided, type Verdict } from "../verdict";

/**
 * Whether a resource's policy allows anyone, without a condition that narrows it to fixed values.
 *
 * @param absent what applies to a resource without a policy
 */
export function isNotForAnyone(policy: Policy, absent: Verdict): Verdict {
  const { statements, verdict } = statementsOf(policy, absent);
  if (!statements) return verdict;
  const truths = statements.map(allowsAnyone);
  const open = truths.indexOf(true);
  if (open >= 0)
    return fails(`${nameOf(statements, open)} allows anyone without a condition of fixed values`, "policy");
  const unclear = truths.indexOf("unknown");
  return unclear < 0
    ? passes(`none of ${statements.length} statements allows anyone`, "policy")
    : undecided(`whom ${nameOf(statements, unclear)} allows is known to Terraform alone`, "policy");
}

/** The policy of a block's argument. */
export function policyAt(stack: Stack, block: Block, argument = "policy"): Policy {
  return policyOf(stack.blocks, block.address, argument);
}

/** A policy that a value of a block contains, such as one of several inline policies. */
export function policyWithin(stack: Stack, block: Block, value: Json | undefined): Policy {
  return policyIn(stack.blocks, block.address, value);
}
