import { z } from "zod";
import { addressPart, differsFrom } from "../../../options/addresses";
import { principalArn } from "../../../options/fields";
import { namespace } from "../../../options/kubernetes-metadata";
import { type ParsedOptions, distinct, group, ifRead, literal } from "../../../options/schema";
import { principalIdentity } from "../../iam/arn";

/** The ARN is part of the address of the access entry. */
const principal = literal(principalArn);

const principals = distinct(principal, { atLeast: 0, of: "ARNs of IAM roles or users" }).default([]);

/** A principal and its namespaces. */
const developer = group({
  /** The role or user. */
  principalArn: principal,

  /** Namespaces that the principal can change, or patterns such as `team-*`. */
  namespaces: distinct(namespace, { atLeast: 1, of: 'namespaces such as "team-*"' }),
});

/**
 * Principals that can use the cluster's Kubernetes API, by ARN of an IAM role or user. Each must exist before the
 * deployment. No other principal has access, not even the cluster's creator. A principal can be in several lists.
 */
export const accessOptions = group({
  /**
   * Principals with full access (`AmazonEKSClusterAdminPolicy`). An empty list causes a warning, since nothing can then
   * be installed in the cluster.
   * @default - none
   */
  administrators: principals,

  /**
   * Principals that can change the workloads of some namespaces (`AmazonEKSEditPolicy`). Each is listed once.
   * @default - none
   */
  developers: z.array(developer).superRefine(refuseRepeatedDevelopers).default([]),

  /**
   * Principals that can read most resources in every namespace: workloads, services, events, logs and ConfigMaps, but no
   * secrets, roles, nodes, volumes or custom resources (`AmazonEKSViewPolicy`).
   * @default - none
   */
  viewers: principals,
}).superRefine(refusePrincipalsWithOneAddress, ifRead("administrators", "developers", "viewers"));

export type ClusterAccess = ParsedOptions<typeof accessOptions>;

/**
 * `cluster.access`: no two principals of an account whose paths and names differ only in separators, such as `ci/Admin` and
 * `ci-Admin`, since their entries would have one address, or only in path and letter case, since only one of them exists.
 */
function refusePrincipalsWithOneAddress(access: ClusterAccess, context: z.RefinementCtx): void {
  const first = new Map<string, string>();
  for (const { path, arn } of principalsOf(access)) {
    const keys = [addressPart(arn), principalIdentity(arn)];
    const other = keys.map((key) => first.get(key)).find((earlier) => earlier !== undefined);
    for (const key of keys) if (!first.has(key)) first.set(key, arn);
    if (other === undefined || other === arn) continue;
    const isSame = principalIdentity(other) === principalIdentity(arn);
    const message = isSame ? `one spelling of each principal: in IAM, ${other} has the same name` : differsFrom(other);
    context.addIssue({ code: "custom", path, input: arn, message });
  }
}

function principalsOf({ administrators, developers, viewers }: ClusterAccess) {
  return [
    ...administrators.map((arn, position) => ({ path: ["administrators", position], arn })),
    ...developers.map(({ principalArn }, position) => {
      return { path: ["developers", position, "principalArn"], arn: principalArn };
    }),
    ...viewers.map((arn, position) => ({ path: ["viewers", position], arn })),
  ];
}

/** `cluster.access.developers`: each principal once, with all of its namespaces. */
function refuseRepeatedDevelopers(entries: readonly z.output<typeof developer>[], context: z.RefinementCtx): void {
  const seen = new Set<string>();
  for (const [position, { principalArn: arn }] of entries.entries()) {
    if (!seen.has(arn)) {
      seen.add(arn);
      continue;
    }
    const path = [position, "principalArn"];
    context.addIssue({
      code: "custom",
      path,
      input: arn,
      message: "each developer only once, with all of its namespaces",
    });
  }
}

/** One part of a principal, in the whole cluster or in the given namespaces. */
export interface PrincipalPart {
  readonly part: "administrator" | "developer" | "viewer";
  readonly namespaces?: readonly string[];
}

/** The parts of each principal, by its ARN. */
export function partsByPrincipal({ administrators, developers, viewers }: ClusterAccess): Map<string, PrincipalPart[]> {
  const entries: (readonly [string, PrincipalPart])[] = [
    ...administrators.map((arn) => [arn, { part: "administrator" }] as const),
    ...developers.map(({ principalArn, namespaces }) => [principalArn, { part: "developer", namespaces }] as const),
    ...viewers.map((arn) => [arn, { part: "viewer" }] as const),
  ];
  const parts = new Map<string, PrincipalPart[]>();
  for (const [arn, part] of entries) parts.set(arn, [...(parts.get(arn) ?? []), part]);
  return parts;
}
