import type { PolicyStatement } from "../../../emulator/referee/policy-document";
import { anyOf, namesAnyone, type Truth } from "../../model/statements";
import { hasExpression, referenceOf } from "../../model/value";

/**
 * Whether a statement's principals are of another account. A reference to a resource is of the stack's own account.
 *
 * @param account that owns the resource with the policy; undefined if code does not tell
 */
export function foreignPrincipals(statement: PolicyStatement, account: string | undefined): Truth {
  const { Principal } = statement;
  const aws = Principal === undefined || Principal === "*" ? [] : (Principal.AWS ?? []);
  return anyOf([namesAnyone(statement), ...aws.map((principal) => isForeign(principal, account))]);
}

function isForeign(principal: string, account: string | undefined): Truth {
  if (referenceOf(principal)) return false;
  const [, owner] = /^(?:arn:[\w-]+:(?:iam|sts)::)?(\d{12})(?::|$)/.exec(principal) ?? [];
  if (owner === undefined) return hasExpression(principal) ? "unknown" : false;
  return account === undefined ? "unknown" : owner !== account;
}
