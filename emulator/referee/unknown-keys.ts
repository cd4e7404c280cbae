import { allowedContextKeysForRequest } from "@cloud-copilot/iam-simulate";
import type { PolicyDocument, PolicyStatement } from "./policy-document";
import type { AccessRequest } from "./simulator";

/** The condition keys that the statements about an action test, that such a request can have, and that are not known. */
export async function unknownKeys(request: AccessRequest, isKnown: (key: string) => boolean): Promise<string[]> {
  const tested = new Set(policiesOf(request).flatMap((policy) => keysTested(policy, request.action)));
  const unknown = [...tested].filter((key) => !isKnown(key));
  if (unknown.length === 0) return [];
  const [service = "", action = ""] = request.action.split(":");
  const possible = await allowedContextKeysForRequest(service, action, request.resource, false, undefined);
  return unknown.filter((key) => possible.some((one) => isSameKey(one, key.toLowerCase())));
}

/**
 * The request with policies in which the unknown keys have the value that lets each statement allow the most (`best`), or
 * the least.
 */
export function withUnknownKeys(
  request: AccessRequest,
  unknown: readonly string[],
  value: "best" | "worst",
): AccessRequest {
  const assume = (policy: PolicyDocument) => assuming(policy, new Set(unknown), value === "best" ? "Allow" : "Deny");
  const { identityPolicies = [], boundary, sessionPolicy, resourcePolicy } = request;
  return {
    ...request,
    identityPolicies: identityPolicies.map((one) =>
      "policy" in one ? { ...one, policy: assume(one.policy) } : assume(one),
    ),
    boundary: boundary && assume(boundary),
    sessionPolicy: sessionPolicy && assume(sessionPolicy),
    resourcePolicy: resourcePolicy && assume(resourcePolicy),
  };
}

/** Conditions on the keys hold in statements with the effect; other statements with such conditions do not apply. */
function assuming(
  policy: PolicyDocument,
  keys: ReadonlySet<string>,
  holdsFor: PolicyStatement["Effect"],
): PolicyDocument {
  const statements = policy.Statement.flatMap((statement) => {
    if (!keysOf(statement).some((key) => keys.has(key))) return [statement];
    return statement.Effect === holdsFor ? [without(statement, keys)] : [];
  });
  return { ...policy, Statement: statements };
}

function without(statement: PolicyStatement, keys: ReadonlySet<string>): PolicyStatement {
  const conditions = Object.entries(statement.Condition ?? {}).map(
    ([test, tested]) => [test, Object.fromEntries(Object.entries(tested).filter(([key]) => !keys.has(key)))] as const,
  );
  const kept = conditions.filter(([, tested]) => Object.keys(tested).length > 0);
  return { ...statement, Condition: Object.fromEntries(kept) };
}

function policiesOf({
  identityPolicies = [],
  boundary,
  sessionPolicy,
  resourcePolicy,
}: AccessRequest): PolicyDocument[] {
  const own = identityPolicies.map((one) => ("policy" in one ? one.policy : one));
  return [...own, boundary, sessionPolicy, resourcePolicy].filter((policy) => policy !== undefined);
}

const tested = new WeakMap<PolicyDocument, Map<string, string[]>>();

function keysTested(policy: PolicyDocument, action: string): string[] {
  const byAction = tested.get(policy) ?? new Map<string, string[]>();
  tested.set(policy, byAction);
  const keys = byAction.get(action) ?? policy.Statement.filter((one) => concerns(one, action)).flatMap(keysOf);
  byAction.set(action, keys);
  return keys;
}

function keysOf({ Condition = {} }: PolicyStatement): string[] {
  return Object.values(Condition).flatMap((keys) => Object.keys(keys));
}

/** Whether a statement is about an action. */
export function concerns({ Action, NotAction = [] }: PolicyStatement, action: string): boolean {
  const matches = (pattern: string) => patternOf(pattern).test(action);
  return Action ? Action.some(matches) : !NotAction.some(matches);
}

function patternOf(pattern: string): RegExp {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${escaped}$`, "i");
}

/** `aws:ResourceTag/Environment` is one of `aws:ResourceTag/${TagKey}`. */
function isSameKey(possible: string, key: string): boolean {
  const slash = possible.indexOf("/");
  return slash < 0 ? possible === key : key.startsWith(possible.slice(0, slash + 1));
}
