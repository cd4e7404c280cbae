import { likeliestFirst } from "./likeliest-cases";
import { type AccessCase, type Decision, decisions, expectedDecisions } from "./policies";
import type { PolicyDocument, PolicyStatement } from "./policy-document";

/** One small error in a policy. */
export interface Mutation {
  /** For example `without condition StringEquals kms:CallerAccount of AutoScaling`. */
  readonly change: string;
  readonly policy: PolicyDocument;

  /** The changed statement. */
  readonly before: PolicyStatement;

  /**
   * The statement after the change.
   * @default - none: it is removed
   */
  readonly after?: PolicyStatement;
}

/** Evaluates cases with a policy, regardless of its attachment. */
export type Decide = (policy: PolicyDocument, cases: readonly AccessCase[]) => Promise<Record<string, Decision>>;

/**
 * A policy with each statement, condition, condition value, action, resource and principal removed in turn, with each
 * resource widened to all, and with each action widened to all of its service: the effect of a careless edit.
 */
export function mutationsOf(policy: PolicyDocument): Mutation[] {
  return policy.Statement.flatMap((statement, position) => {
    const name = statement.Sid ?? `statement ${position + 1}`;
    const replacedBy = (...others: PolicyStatement[]): PolicyDocument => ({
      ...policy,
      Statement: [...policy.Statement.slice(0, position), ...others, ...policy.Statement.slice(position + 1)],
    });
    return [
      { change: `without ${name}`, policy: replacedBy(), before: statement },
      ...statementMutations(statement).map(([change, mutated]) => ({
        change: `${change} of ${name}`,
        policy: replacedBy(mutated),
        before: statement,
        after: mutated,
      })),
    ];
  });
}

/**
 * The mutations that no case detects, by their change: an empty list means that the cases cover each part of the
 * policy.
 */
export async function unnoticedMutations(policy: PolicyDocument, cases: readonly AccessCase[]): Promise<string[]> {
  return unnoticed(mutationsOf(policy), cases);
}

/**
 * Checks a policy against its cases, and the cases against the policy: each case has the expected decision, and every
 * mutation is detected.
 */
export async function expectPolicy(
  policy: PolicyDocument,
  cases: readonly AccessCase[],
  decide: Decide = decisions,
): Promise<void> {
  expect(await decide(policy, cases)).toEqual(expectedDecisions(cases));
  expect(await unnoticed(mutationsOf(policy), cases, decide)).toEqual([]);
}

/** The changes among some mutations that no case detects. */
export async function unnoticed(
  mutations: readonly Mutation[],
  cases: readonly AccessCase[],
  decide: Decide = decisions,
): Promise<string[]> {
  const changes: string[] = [];
  for (const mutation of mutations) {
    if (!(await isNoticed(mutation, cases, decide))) changes.push(mutation.change);
  }
  return changes;
}

/** Evaluates the cases one by one, those first that are likely to reveal the mutation. */
async function isNoticed({ policy, before, after }: Mutation, cases: readonly AccessCase[], decide: Decide) {
  for (const row of likeliestFirst(cases, before, after)) {
    const answers = await decide(policy, [row]);
    if (answers[row.name] !== row.decision) return true;
  }
  return false;
}

type StatementMutation = [change: string, statement: PolicyStatement];

function statementMutations(statement: PolicyStatement): StatementMutation[] {
  return [
    ...withoutOneCondition(statement),
    ...withoutOneEntry(statement, "Action"),
    ...withoutOneEntry(statement, "NotAction"),
    ...withoutOnePrincipal(statement),
    ...withoutOneEntry(statement, "Resource"),
    ...withoutOneEntry(statement, "NotResource"),
    ...withAllResources(statement),
    ...withAllActions(statement),
  ];
}

function withoutOneCondition(statement: PolicyStatement): StatementMutation[] {
  const conditions = Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({ operator, key, values })),
  );
  return conditions.flatMap((condition) => {
    const others = conditions.filter((other) => other !== condition);
    const label = `${condition.operator} ${condition.key}`;
    const narrowed = condition.values.map((value): StatementMutation => {
      const values = condition.values.filter((other) => other !== value);
      return [
        `without ${value} in ${label}`,
        { ...statement, Condition: grouped([...others, { ...condition, values }]) },
      ];
    });
    return [
      [`without condition ${label}`, { ...statement, Condition: grouped(others) }] satisfies StatementMutation,
      ...(narrowed.length > 1 ? narrowed : []),
    ];
  });
}

function grouped(conditions: readonly { operator: string; key: string; values: string[] }[]) {
  const groups: Record<string, Record<string, string[]>> = {};
  for (const { operator, key, values } of conditions) (groups[operator] ??= {})[key] = values;
  return groups;
}

function withoutOneEntry(
  statement: PolicyStatement,
  element: "Action" | "NotAction" | "Resource" | "NotResource",
): StatementMutation[] {
  const values = statement[element] ?? [];
  if (values.length < 2) return [];
  return values.map((value) => [
    `without ${element} ${value}`,
    { ...statement, [element]: values.filter((other) => other !== value) },
  ]);
}

function withoutOnePrincipal(statement: PolicyStatement): StatementMutation[] {
  const { Principal } = statement;
  if (Principal === undefined || Principal === "*") return [];
  return Object.entries(Principal).flatMap(([type, identifiers]) =>
    identifiers.length < 2
      ? []
      : identifiers.map((identifier): StatementMutation => [
          `without Principal ${identifier}`,
          { ...statement, Principal: { ...Principal, [type]: identifiers.filter((other) => other !== identifier) } },
        ]),
  );
}

function withAllResources(statement: PolicyStatement): StatementMutation[] {
  if (statement.Resource === undefined || statement.Resource.includes("*")) return [];
  return [["with all resources", { ...statement, Resource: ["*"] }]];
}

function withAllActions(statement: PolicyStatement): StatementMutation[] {
  const { Effect, Action = [] } = statement;
  if (Effect === "Deny") return [];
  const services = [...new Set(Action.map((action) => `${action.split(":")[0] ?? ""}:*`))];
  if (services.every((all) => Action.includes(all))) return [];
  return [["with all actions", { ...statement, Action: services }]];
}
