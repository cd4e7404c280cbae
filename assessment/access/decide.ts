import { explain, type Explanation } from "../../emulator/referee/simulator";
import { assuming, type Assumption, keysOf } from "./assumptions";
import type { Caller } from "./caller";
import { conditionText } from "./condition-text";
import { type Document, uncertaintyIn } from "./documents";
import type { Cell } from "./matrix";
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
  if (isRootAssuming(caller, ask)) return { ...denied, note: "AWS lets no root user assume a role" };
  if (!mayDecide(caller, ask, statementsOf(caller, ask))) return denied;
  const documents = documentsFor(caller, ask);
  const unknown = await unknownKeys(caller, ask, documents);
  const most = await explained(caller, ask, unknown, "most");
  if (most.decision !== "Allowed") return refusal(caller, most, documents);
  if (unknown.length === 0) return allowed(caller, most);
  const least = await explained(caller, ask, unknown, "least");
  if (least.decision === "Allowed") return allowed(caller, least);
  const certain = await withCertainty(caller, ask, unknown, { most, least });
  const isConditional = certain.decision === "Allowed";
  const basis = isConditional ? certain : most;
  const note = notes([...basis.statements, ...denying(least)], documents, unknown, isConditional).join("; ");
  return { decision: isConditional ? "conditional" : "not-decided", statements: named(basis), note };
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

function documentsFor({ policies, boundary }: Caller, { policy }: Ask): readonly Document[] {
  return [...policies, boundary, policy].filter((document) => document !== undefined);
}

/** The decision with the conditions that allow the most, but without what code does not know. */
async function withCertainty(
  caller: Caller,
  ask: Ask,
  unknown: readonly string[],
  { most, least }: Record<"most" | "least", Explanation>,
): Promise<Explanation> {
  const uncertain = unknown.filter((key) => uncertaintyIn(key) !== undefined);
  if (uncertain.length === 0) return most;
  return uncertain.length === unknown.length ? least : explained(caller, ask, unknown, "certain");
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
  const answer = await explain({
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

/** Statements of policies in the code or of AWS, without those that stand for what is in neither. */
function named({ statements }: Explanation): readonly string[] {
  return statements.filter((statement) => !/^(identity-0)?\//.test(statement)).sort();
}

/** The conditions of statements, and what code does not know of them. */
function notes(
  names: readonly string[],
  documents: readonly Document[],
  unknown: readonly string[],
  isConditional: boolean,
): readonly string[] {
  const texts = documents.flatMap(({ address, policy }) =>
    policy.Statement.filter(({ Sid }) => names.includes(`${address}/${Sid}`)).flatMap((statement) => {
      const uncertain = keysOf(statement).flatMap((key) => uncertaintyIn(key) ?? []);
      const tested = unknown.filter((key) => uncertaintyIn(key) === undefined);
      const condition = conditionText(statement, tested);
      const words = statement.Effect === "Allow" ? "only where" : "not where";
      return [...(isConditional ? [] : uncertain), ...(condition === "" ? [] : [`${words} ${condition}`])];
    }),
  );
  return [...new Set(texts)];
}
