import { readFile } from "node:fs/promises";
import path from "node:path";
import { type PolicyDocument, policyDocumentOf, type SentPolicyDocument } from "./referee/policy-document";
import type { Facts, RecordedCall, ResourceFacts, Verdict } from "./referee/recorded-call";

/** A value that the API model of the service refuses. */
export interface Violation {
  readonly operation: string;

  /** Path of the member, such as `a.b[0].c`. */
  readonly member: string;
  readonly value: unknown;

  /** What the model allows. */
  readonly allowed: string;
}

/** A call, its verdict and its response. */
export interface JudgedCall {
  /** Without facts if the API model refuses the call. */
  readonly call: Omit<RecordedCall, "facts"> & Partial<Pick<RecordedCall, "facts">>;

  /** Absent if the API model refuses the call. */
  readonly verdict?: Verdict;
  readonly violations: readonly Violation[];

  /** HTTP status of the response. */
  readonly status: number;
  readonly errorCode?: string;
}

/** Policy documents by the hashes that stand for them in calls. */
export type Documents = Map<string, PolicyDocument>;

/** `Facts` with hashes in place of policy documents. */
type HashedFacts = Omit<Facts, "identityPolicies" | "boundary" | "sessionPolicies" | "resources"> & {
  readonly identityPolicies: readonly { readonly name: string; readonly policy: string }[];
  readonly boundary?: string;
  readonly sessionPolicies?: readonly string[];
  readonly resources: Readonly<Record<string, Omit<ResourceFacts, "policy"> & { readonly policy?: string }>>;
};

/** A call as it is written: with hashes in place of policy documents. */
export type HashedCall = Omit<RecordedCall, "facts"> & { readonly facts: HashedFacts };

type SentDocuments = Readonly<Record<string, SentPolicyDocument>>;
type Line =
  | { readonly documents: SentDocuments }
  | (Omit<JudgedCall, "call"> & { readonly call: Omit<HashedCall, "facts"> & Partial<Pick<HashedCall, "facts">> });

/** The calls in the record of an emulator with this working folder, in the order of their responses. */
export async function readCalls(folder: string): Promise<JudgedCall[]> {
  const text = await readFile(path.join(folder, "calls.jsonl"), "utf8").catch(ifAbsent);
  const documents: Documents = new Map();
  const calls: JudgedCall[] = [];
  for (const json of text.split("\n").filter(Boolean)) {
    const line = JSON.parse(json) as Line;
    if ("documents" in line) addDocuments(documents, line.documents);
    else
      calls.push({
        ...line,
        call: { ...line.call, facts: line.call.facts && factsWithDocuments(line.call.facts, documents) },
      });
  }
  return calls;
}

/** An emulator that is not judged writes no record. */
function ifAbsent(error: NodeJS.ErrnoException): string {
  if (error.code === "ENOENT") return "";
  throw error;
}

/** Adds documents as the emulator sends them. */
export function addDocuments(documents: Documents, sent: SentDocuments): void {
  for (const [hash, document] of Object.entries(sent)) documents.set(hash, policyDocumentOf(document));
}

/** The call with the documents that its hashes stand for. */
export function withDocuments(call: HashedCall, documents: Documents): RecordedCall {
  return { ...call, facts: factsWithDocuments(call.facts, documents) };
}

function factsWithDocuments(facts: HashedFacts, documents: Documents): Facts {
  const { identityPolicies, boundary, sessionPolicies, resources, ...rest } = facts;
  const document = (hash: string) => documentOf(hash, documents);
  return {
    ...rest,
    identityPolicies: identityPolicies.map(({ name, policy }) => ({ name, policy: document(policy) })),
    ...(boundary ? { boundary: document(boundary) } : {}),
    ...(sessionPolicies ? { sessionPolicies: sessionPolicies.map(document) } : {}),
    resources: Object.fromEntries(
      Object.entries(resources).map(([name, { policy, ...resource }]) => [
        name,
        { ...resource, ...(policy ? { policy: document(policy) } : {}) },
      ]),
    ),
  };
}

function documentOf(hash: string, documents: Documents): PolicyDocument {
  const document = documents.get(hash);
  if (!document) throw new Error(`the record names the policy document ${hash} before it holds it`);
  return document;
}
