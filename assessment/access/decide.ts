import { type AccessRequest, explain, type Explanation } from "../../emulator/referee/simulator";
import { assuming, type Assumption } from "./assumptions";
import type { Caller } from "./caller";
import { type Document, isUnknown, uncertaintyIn } from "./documents";
import type { Cell } from "./matrix";
import { notes } from "./notes";
import type { Ask } from "./question";
import { contextOf, unknownKeys } from "./request-keys";
import { isRoot, mayDecide, statementsAbout } from "./relevance";

const denied: Cell = { decision: "denied", statements: [] };

/**
 * Whether a principal can take an action, by the policy simulator. A condition whose value the request decides is
 * evaluated with the value that allows the most and the one that allows the least; so is what code does not know.
 *
 * @see docs/decisions/0035-referee.md
 */
export async function decide(caller: Caller, ask: Ask): Promise<Cell> {
  try {
    return await decided(caller, ask);
  } catch (error) {
    if (!(error instanceof RefusedPolicyError)) throw error;
    return { decision: "not-decided", statements: [], note: `the policy simulator refuses a policy: ${error.message}` };
  }
}

/** A policy that the simulator refuses, as IAM would. */
class RefusedPolicyError extends Error {}

async function decided(caller: Caller, ask: Ask): Promise<Cell> {
  if (isRootAssuming(caller, ask)) return { ...denied, note: "AWS lets no root user assume a role" };
  if (!mayDecide(caller, ask, statementsOf(caller, ask))) return denied;
  const documents = groupsFor(caller, ask).flat();
  const unknown = await unknownKeys(caller, ask, documents);
  const most = await explained(caller, ask, unknown, "most");
  if (most.decision !== "Allowed") return refusal(caller, most, documents);
  if (unknown.length === 0) return allowed(caller, most);
  const least = await explained(caller, ask, unknown, "least");
  if (least.decision === "Allowed") return allowed(caller, least);
  return undecided(caller, ask, { unknown, most, least });
}

/** What a decision that depends on unknown conditions rests on. */
interface Basis {
  readonly unknown: readonly string[];
  readonly most: Explanation;
  readonly least: Explanation;
}

/** The answer where the request is allowed only under some conditions, or by what code does not know. */
async function undecided(caller: Caller, ask: Ask, { unknown, most, least }: Basis): Promise<Cell> {
  const uncertain = unknown.filter((key) => uncertaintyIn(key) !== undefined);
  const under = async (assumption: Assumption) => {
    if (uncertain.length === 0) return assumption === "certain" ? most : least;
    if (uncertain.length === unknown.length) return assumption === "certain" ? least : most;
    return explained(caller, ask, unknown, assumption);
  };
  const certain = await under("certain");
  const noteOf = (basis: Explanation, keys: readonly string[]) =>
    notes([...basis.statements, ...denying(least)], groupsFor(caller, ask), keys).join("; ");
  if (certain.decision === "Allowed") {
    const keys = unknown.filter((key) => !uncertain.includes(key));
    return { decision: "conditional", statements: named(certain), note: noteOf(certain, keys) };
  }
  const unconditional = await under("unconditional");
  const [basis, keys] = unconditional.decision === "Allowed" ? [unconditional, uncertain] : [most, unknown];
  return { decision: "not-decided", statements: named(basis), note: noteOf(basis, keys) };
}

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
function isRootAssuming(caller: Caller, { action }: Ask): boolean {
  return isRoot(caller) && action.startsWith("sts:");
}

/** Statements of the caller's policies, of its boundary and of the resource about the request. */
function statementsOf({ policies, boundary }: Caller, ask: Ask) {
  return {
    own: policies.flatMap(({ policy }) => statementsAbout(policy, ask)),
    limits: statementsAbout(boundary?.policy, ask),
    resource: statementsAbout(ask.policy?.policy, ask),
  };
}

/** The caller's own documents, its boundary and that of the resource. */
function groupsFor({ policies, boundary }: Caller, { policy }: Ask): readonly (readonly Document[])[] {
  return [policies, boundary ? [boundary] : [], policy ? [policy] : []];
}

const nothing: Explanation = { decision: "ImplicitlyDenied", statements: [], refusedBy: [] };

async function explained(
  caller: Caller,
  ask: Ask,
  unknown: readonly string[],
  assumption: Assumption,
): Promise<Explanation> {
  const { action, resource, account, policy } = ask;
  const assumed = (document: Document) => assuming(document.policy, ask, unknown, assumption);
  const own = caller.policies.map((document) => ({ name: document.address, policy: assumed(document) }));
  const boundary = caller.boundary && assumed(caller.boundary);
  const resourcePolicy = policy && assumed(policy);
  const statements = {
    own: own.flatMap((one) => one.policy.Statement),
    limits: boundary?.Statement ?? [],
    resource: resourcePolicy?.Statement ?? [],
  };
  if (!mayDecide(caller, ask, statements)) return nothing;
  const answer = await answerOf({
    principal: caller.arn,
    action,
    resource,
    resourceAccount: account,
    context: contextOf(caller, ask),
    identityPolicies: own.filter((one) => one.policy.Statement.length > 0),
    ...(resourcePolicy && { resourcePolicy }),
    ...(boundary && { boundary }),
  });
  const addresses: Record<string, string | undefined> = {
    resource: policy?.address,
    boundary: caller.boundary?.address,
  };
  return { ...answer, statements: answer.statements.map((statement) => withAddress(statement, addresses)) };
}

async function answerOf(request: AccessRequest): Promise<Explanation> {
  try {
    return await explain(request);
  } catch (error) {
    throw new RefusedPolicyError((error as Error).message);
  }
}

function withAddress(statement: string, addresses: Readonly<Record<string, string | undefined>>): string {
  const slash = statement.lastIndexOf("/");
  const name = statement.slice(0, slash);
  return `${addresses[name] ?? name}${statement.slice(slash)}`;
}

function allowed(caller: Caller, explanation: Explanation): Cell {
  const statements = named(explanation);
  const needsNone = isRoot(caller) && statements.length === 0;
  return {
    decision: "allowed",
    statements,
    ...(needsNone && { note: "the root user needs no statement that allows it" }),
  };
}

/** A refusal, with the statements that deny or the boundary that does not allow. */
function refusal({ boundary }: Caller, explanation: Explanation, documents: readonly Document[]): Cell {
  if (explanation.decision === "ExplicitlyDenied") return { ...denied, statements: denying(explanation) };
  const isLimited = boundary !== undefined && documents.includes(boundary) && explanation.refusedBy.includes("pb");
  return isLimited ? { ...denied, note: `its permissions boundary ${boundary.address} does not allow it` } : denied;
}

function denying({ decision, statements }: Explanation): readonly string[] {
  return decision === "ExplicitlyDenied" ? [...statements].sort() : [];
}

/** Statements of policies in the code or of AWS, without those that stand for others. */
function named({ statements }: Explanation): readonly string[] {
  return statements.filter((statement) => !isUnknown(statement) && !statement.startsWith("identity-0/")).sort();
}
