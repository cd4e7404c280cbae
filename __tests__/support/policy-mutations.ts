import { type AccessCase, decisions, expectedDecisions } from "./policies";
import type { PolicyDocument, PolicyStatement } from "./policy-document";

/** One small way to get a policy wrong. */
export interface Mutation {
  /** For example `without condition StringEquals kms:CallerAccount of AutoScaling`. */
  readonly change: string;
  readonly policy: PolicyDocument;
}

/**
 * A policy with each statement, condition, condition's value, action and principal taken out in turn, and with each resource widened to
 * all: what a careless edit would do.
 */
export function mutationsOf(policy: PolicyDocument): Mutation[] {
  return policy.Statement.flatMap((statement, position) => {
    const name = statement.Sid ?? `statement ${position + 1}`;
    const replacedBy = (...others: PolicyStatement[]): PolicyDocument => ({
      ...policy,
      Statement: [...policy.Statement.slice(0, position), ...others, ...policy.Statement.slice(position + 1)],
    });
    return [
      { change: `without ${name}`, policy: replacedBy() },
      ...statementMutations(statement).map(([change, mutated]) => ({
        change: `${change} of ${name}`,
        policy: replacedBy(mutated),
      })),
    ];
  });
}

/**
 * The mutations that no case notices, by their change: an empty list says that the cases pin each part of the policy.
 */
export async function unnoticedMutations(policy: PolicyDocument, cases: readonly AccessCase[]): Promise<string[]> {
  return unnoticed(mutationsOf(policy), cases);
}

/** Holds a policy to its cases, and the cases to the policy: each is decided as it says, and every mutation shows. */
export async function expectPolicy(policy: PolicyDocument, cases: readonly AccessCase[]): Promise<void> {
  expect(await decisions(policy, cases)).toEqual(expectedDecisions(cases));
  expect(await unnoticedMutations(policy, cases)).toEqual([]);
}

/** The changes among some mutations that no case notices. */
export async function unnoticed(mutations: readonly Mutation[], cases: readonly AccessCase[]): Promise<string[]> {
  const changes: string[] = [];
  for (const { change, policy } of mutations) if (!(await isNoticed(policy, cases))) changes.push(change);
  return changes;
}

/** Asks for a few decisions at a time, taken from all over the list, since mostly the first few give a mutation away. */
async function isNoticed(policy: PolicyDocument, cases: readonly AccessCase[]): Promise<boolean> {
  const rounds = Math.ceil(cases.length / 20);
  for (let round = 0; round < rounds; round++) {
    const few = cases.filter((_, position) => position % rounds === round);
    const answers = await decisions(policy, few);
    if (few.some((row) => answers[row.name] !== row.decision)) return true;
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
    ...withAllResources(statement),
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

function withoutOneEntry(statement: PolicyStatement, element: "Action" | "NotAction"): StatementMutation[] {
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
