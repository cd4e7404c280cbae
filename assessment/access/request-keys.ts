import { allowedContextKeysForRequest } from "@cloud-copilot/iam-simulate";
import { keysOf } from "./assumptions";
import type { Caller } from "./caller";
import { type Document, uncertaintyIn } from "./documents";
import type { Ask } from "./question";
import { statementsAbout } from "./relevance";

/** Values of condition keys that code knows of a request, apart from those that AWS sets on every request. */
export function contextOf(caller: Caller, { context, tags = {}, resource }: Ask): Record<string, string> {
  const region = resource.split(":")[3] ?? "";
  return {
    ...(region !== "" && { "aws:RequestedRegion": region }),
    ...Object.fromEntries(Object.entries(tags).map(([tag, value]) => [`aws:ResourceTag/${tag}`, value])),
    ...context,
    ...caller.context,
  };
}

/** Keys that AWS sets on every request, as the simulator does. */
const setByAws = [
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalisawsservice",
  "aws:principalservicename",
  "aws:securetransport",
  "kms:calleraccount",
];

/** Condition keys that the statements test, that such a request can have, and of which code does not know the value. */
export async function unknownKeys(caller: Caller, ask: Ask, documents: readonly Document[]): Promise<string[]> {
  const statements = documents.flatMap(({ policy }) => statementsAbout(policy, ask));
  const known = new Set([...setByAws, ...Object.keys(contextOf(caller, ask)).map((key) => key.toLowerCase())]);
  const absent = [...(ask.absent ?? []), ...(ask.tags ? ["aws:resourcetag/"] : [])];
  const unknown = [...new Set(statements.flatMap(keysOf))].filter((key) => {
    const name = key.toLowerCase();
    return !known.has(name) && !absent.some((beginning) => name.startsWith(beginning));
  });
  const possible = unknown.length === 0 ? [] : await possibleKeys(ask);
  return unknown
    .filter((key) => uncertaintyIn(key) !== undefined || isClaim(key) || possible.some((one) => isSameKey(one, key)))
    .sort();
}

const possibleByAction = new Map<string, Promise<string[]>>();

function possibleKeys({ action, resource }: Ask): Promise<string[]> {
  const [service = "", operation = ""] = action.split(":");
  const found =
    possibleByAction.get(action) ?? allowedContextKeysForRequest(service, operation, resource, false, undefined);
  possibleByAction.set(action, found);
  return found;
}

/** `aws:RequestTag/team` is one of `aws:requesttag/${TagKey}`, as is the context `kms:EncryptionContext:a` of its like. */
function isSameKey(possible: string, key: string): boolean {
  const [fixed = ""] = possible.split("${");
  const name = key.toLowerCase();
  return fixed === possible ? name === possible : name.startsWith(fixed);
}

/** A claim of the token of an OIDC provider, which names the key. */
function isClaim(key: string): boolean {
  return /:(aud|sub)$/.test(key);
}
