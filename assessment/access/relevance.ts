import type { PolicyDocument, PolicyStatement } from "../../emulator/referee/policy-document";
import { accountOf } from "../../emulator/referee/simulator";
import { concerns } from "../../emulator/referee/unknown-keys";
import type { Caller } from "./caller";
import type { Ask } from "./question";

/**
 * Whether the statements of a request's policies may decide it, apart from their conditions: whether one denies it, or
 * those that IAM needs allow it. A request without such statements is denied, without asking the simulator.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function mayDecide(
  caller: Caller,
  ask: Ask,
  { own, limits, resource }: Record<"own" | "limits" | "resource", readonly PolicyStatement[]>,
): boolean {
  const applies = ({ Effect }: PolicyStatement, effect: PolicyStatement["Effect"]) => Effect === effect;
  if ([...own, ...limits, ...resource].some((one) => applies(one, "Deny"))) return true;
  const byIdentity = isRoot(caller) || own.some((one) => applies(one, "Allow"));
  const byResource = resource.some((one) => applies(one, "Allow") && mayName(one, caller));
  return needsResourcePolicy(caller, ask) ? byResource : byIdentity || byResource;
}

/** Whether a principal is the root user of an account. */
export function isRoot({ arn }: Caller): boolean {
  return arn.endsWith(":root");
}

/**
 * Whether policies of the caller alone cannot allow the request.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
function needsResourcePolicy({ arn }: Caller, { action, account }: Ask): boolean {
  return /^(kms|sts):/.test(action) || accountOf(arn) !== account;
}

function mayName({ Principal, NotPrincipal }: PolicyStatement, { arn }: Caller): boolean {
  if (NotPrincipal !== undefined || Principal === undefined || Principal === "*") return true;
  const kind = arn.includes(":oidc-provider/") ? "Federated" : "AWS";
  const named = [...(Principal[arn.startsWith("arn:") ? kind : "Service"] ?? []), ...(Principal.AWS ?? [])];
  return named.length > 0;
}

const aboutAction = new WeakMap<PolicyDocument, Map<string, readonly PolicyStatement[]>>();

/** The statements of a policy about an action on a resource. */
export function statementsAbout(policy: PolicyDocument | undefined, ask: Ask): readonly PolicyStatement[] {
  if (policy === undefined) return [];
  const { action, resource } = ask;
  const byAction = aboutAction.get(policy) ?? new Map<string, readonly PolicyStatement[]>();
  aboutAction.set(policy, byAction);
  const found = byAction.get(action) ?? policy.Statement.filter((one) => concerns(one, action));
  byAction.set(action, found);
  return found.filter((one) => isAbout(one, resource));
}

function isAbout({ Resource, NotResource }: PolicyStatement, arn: string): boolean {
  if (NotResource) return !NotResource.some((pattern) => !pattern.includes("${") && wildcard(pattern).test(arn));
  return Resource?.some((pattern) => wildcard(pattern).test(arn)) ?? true;
}

const expressions = new Map<string, RegExp>();

/** A pattern of ARNs, in which variables of IAM may have any value. */
function wildcard(pattern: string): RegExp {
  const found = expressions.get(pattern) ?? new RegExp(`^${source(pattern)}$`);
  expressions.set(pattern, found);
  return found;
}

function source(pattern: string): string {
  return pattern
    .replace(/\$\{[^}]*\}/g, "*")
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
}
