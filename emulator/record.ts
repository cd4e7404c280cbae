import { readFile } from "node:fs/promises";
import path from "node:path";

/** An IAM policy document. */
export type PolicyDocument = Readonly<Record<string, unknown>>;

/** What is deployed about a resource that a call names. */
export interface ResourceFacts {
  readonly arn: string;
  readonly account: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly policy?: PolicyDocument;

  /** Further facts by kind of resource, such as the encryption key of a bucket. */
  readonly [more: string]: unknown;
}

/** What is deployed at the moment of a call and may decide it. */
export interface Facts {
  /** Inline and attached policies of the caller. */
  readonly identityPolicies: readonly { readonly name: string; readonly policy: PolicyDocument }[];
  readonly boundary?: PolicyDocument;
  readonly sessionPolicies?: readonly PolicyDocument[];
  readonly principalTags?: Readonly<Record<string, string>>;

  /** By the string with which the call names the resource: an ID, a name, an ARN, an alias. */
  readonly resources: Readonly<Record<string, ResourceFacts>>;
}

/** A call of an AWS API. */
export interface RecordedCall {
  /** Name of the service in botocore, such as `ec2`. */
  readonly service: string;

  /** Name of the operation, such as `PutObject`. */
  readonly operation: string;

  /** By the member names of the API model; blobs and sensitive members are replaced by "(not recorded)". */
  readonly parameters: Readonly<Record<string, unknown>>;

  /** The headers that policies can test. */
  readonly headers: Readonly<Record<string, string>>;
  readonly caller: {
    readonly accessKeyId: string;
    readonly arn: string;

    /** ARN of the user or role, with its path. */
    readonly principalArn: string;
    readonly account: string;
    readonly type: "Root" | "IAMUser" | "AssumedRole" | "Anonymous";
  };
  readonly account: string;
  readonly region: string;

  /** Absent if the API model refuses the call. */
  readonly facts?: Facts;
}

/** One question to IAM, and its answer. */
export interface Authorization {
  readonly action: string;
  readonly resource: string;
  readonly decision: "allowed" | "explicitDeny" | "implicitDeny" | "undecided";

  /** Why it is undecided, or on whose behalf AWS asks. */
  readonly reason?: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;

  /** `<policy name>/<Sid>` of the statements that allow or deny. */
  readonly statements: readonly string[];

  /** Whether AWS performs the action on the caller's behalf. */
  readonly onBehalf?: boolean;
}

/** The referee's answer to a call. */
export interface Verdict {
  readonly decision: "allowed" | "denied" | "undecided";
  readonly authorizations: readonly Authorization[];
}

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
  readonly call: RecordedCall;

  /** Absent if the API model refuses the call. */
  readonly verdict?: Verdict;
  readonly violations: readonly Violation[];

  /** HTTP status of the response. */
  readonly status: number;
  readonly errorCode?: string;
}

/** Policy documents by the hashes that stand for them in calls. */
export type Documents = Readonly<Record<string, PolicyDocument>>;

/** `Facts` with hashes in place of policy documents. */
type HashedFacts = Omit<Facts, "identityPolicies" | "boundary" | "sessionPolicies" | "resources"> & {
  readonly identityPolicies: readonly { readonly name: string; readonly policy: string }[];
  readonly boundary?: string;
  readonly sessionPolicies?: readonly string[];
  readonly resources: Readonly<
    Record<string, Omit<ResourceFacts, "policy"> & { arn: string; account: string; policy?: string }>
  >;
};

/** A call as it is written: with hashes in place of policy documents. */
export type HashedCall = Omit<RecordedCall, "facts"> & { readonly facts?: HashedFacts };

type Line = { readonly documents: Documents } | (Omit<JudgedCall, "call"> & { readonly call: HashedCall });

/** The calls in the record of an emulator with this working folder, in the order of their responses. */
export async function readCalls(folder: string): Promise<JudgedCall[]> {
  const text = await readFile(path.join(folder, "calls.jsonl"), "utf8").catch(ifAbsent);
  const documents: Record<string, PolicyDocument> = {};
  const calls: JudgedCall[] = [];
  for (const json of text.split("\n").filter(Boolean)) {
    const line = JSON.parse(json) as Line;
    if ("documents" in line) Object.assign(documents, line.documents);
    else calls.push({ ...line, call: withDocuments(line.call, documents) });
  }
  return calls;
}

/** An emulator that is not judged writes no record. */
function ifAbsent(error: NodeJS.ErrnoException): string {
  if (error.code === "ENOENT") return "";
  throw error;
}

/** The call with the documents that its hashes stand for. */
export function withDocuments(call: HashedCall, documents: Documents): RecordedCall {
  const { facts, ...rest } = call;
  return facts ? { ...rest, facts: factsWithDocuments(facts, documents) } : rest;
}

function factsWithDocuments(facts: HashedFacts, documents: Documents): Facts {
  const { identityPolicies, boundary, sessionPolicies, resources, ...rest } = facts;
  const document = (hash: string) => documents[hash] ?? {};
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
