import type { PolicyStatement } from "../../emulator/referee/policy-document";
import { policyOf } from "../model/policy";
import type { Block, Stack } from "../model/project";
import { allowsAnyone } from "../model/statements";
import { referredText, unknownText } from "./argument-text";

/** The principals that a policy of a resource allows something. Conditions may narrow what they can do. */
export function policyExposure(stack: Stack, block: Block, argument = "policy"): string {
  const policy = policyOf(stack.blocks, block.address, argument);
  if (policy.is === "absent") return "";
  if (policy.is === "unknown") return unknownText(policy.expression);
  const principals = new Set(policy.statements.flatMap(allowedPrincipals));
  return principals.size === 0 ? "" : `allows ${[...principals].sort().join(", ")}`;
}

function allowedPrincipals(statement: PolicyStatement): string[] {
  const { Effect, Principal, NotPrincipal } = statement;
  if (Effect !== "Allow") return [];
  if (allowsAnyone(statement) === true) return ["anyone"];
  if (NotPrincipal !== undefined) return ["all but those named in NotPrincipal"];
  if (Principal === undefined) return [];
  if (Principal === "*") return ["* under conditions"];
  return Object.values(Principal).flatMap((names) =>
    names.map((name) => (name === "*" ? "* under conditions" : referredText(name))),
  );
}
