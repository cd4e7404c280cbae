import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { longestManagedPolicy, longestRolePolicies, mostManagedPolicies, policySize, textSize } from "./policy-size";

type Statement = DataAwsIamPolicyDocumentStatement;

/** Statements by the name of their policy. */
type Policies = Record<string, Statement[]>;

/** The policies of a role, each by its name. */
export interface FittedPolicies {
  readonly inline: Policies;
  readonly managed: Policies;
}

/**
 * The policies of a role, however many resources they list: each in as many managed policies as it needs, the last part
 * inline as long as the inline policies, which share one limit, have room for it. If these are more policies than IAM
 * allows, all statements are divided as one policy, `permissions`, which leaves none partly empty.
 *
 * @param fixed policies that are inline or managed in any case
 */
export function fitPolicies(fixed: FittedPolicies, growing: Policies): FittedPolicies {
  const inline = { ...fixed.inline };
  const managed = { ...fixed.managed };
  for (const [name, statements] of Object.entries(growing)) {
    const parts = Object.entries(splitPolicy(name, statements));
    for (const [position, [part, fitting]] of parts.entries()) {
      const isLast = position === parts.length - 1;
      const fits = policySize([...Object.values(inline), fitting]) <= longestRolePolicies;
      (isLast && fits ? inline : managed)[part] = fitting;
    }
  }
  const isTooMany = Object.keys(managed).length > mostManagedPolicies;
  const all = [...Object.values(growing), ...Object.values(fixed.managed)];
  if (!isTooMany || all.length === 1) return { inline, managed };
  return fitPolicies({ inline: fixed.inline, managed: {} }, { permissions: all.flat() });
}

/**
 * Statements in as many managed policies as their length requires: `state`, `state-2`, `state-3`. A role with all of them
 * has the same permissions as with one policy. A list of resources is divided between policies; a condition is not, since
 * a Deny of all values but some is another Deny with fewer values.
 *
 * @param name suffix of the first policy's name
 */
function splitPolicy(name: string, statements: readonly Statement[]): Policies {
  const policies: Statement[][] = [];
  let free = 0;
  for (const statement of statements) {
    let rest: Statement | undefined = statement;
    while (rest) {
      const [fitting, remaining]: Parts = partsOf(rest, free);
      // A statement that is too long for a policy of its own is refused with the role.
      const taken: Statement | undefined = fitting ?? (free === emptyPolicy ? rest : undefined);
      if (taken) {
        policies.at(-1)?.push(taken);
        free -= sizeOf(taken);
        rest = fitting ? remaining : undefined;
      } else {
        policies.push([]);
        free = emptyPolicy;
      }
    }
  }
  return Object.fromEntries(
    policies.map((policy, position) => [position === 0 ? name : `${name}-${position + 1}`, policy]),
  );
}

type Parts = readonly [fitting: Statement | undefined, remaining: Statement | undefined];

/** Characters for the statements of a policy. */
const emptyPolicy = longestManagedPolicy - policySize([[]]);

/** A statement with its comma. */
function sizeOf(statement: Statement): number {
  return policySize([[statement]]) - policySize([[]]) + 1;
}

/** The part of a statement that has at most a length, and the rest of it. */
function partsOf(statement: Statement, longest: number): Parts {
  if (sizeOf(statement) <= longest) return [statement, undefined];
  const { resources = [], effect } = statement;
  if (effect === "Deny" || resources.length < 2) return [undefined, statement];
  // One resource is written without brackets.
  let free = longest - sizeOf({ ...statement, resources: [] });
  const count = resources.findIndex((resource) => (free -= textSize(JSON.stringify(resource)) + 1) < 0);
  if (count === 0) return [undefined, statement];
  return [
    { ...statement, resources: resources.slice(0, count) },
    { ...statement, resources: resources.slice(count) },
  ];
}
