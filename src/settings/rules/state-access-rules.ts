import {
  type NamedPrincipals,
  type PrincipalNames,
  refuseEverydayBreakGlass,
} from "../../constructs/state/access/principal-options";
import type { PartialSettings, Readable } from "../partial-settings";
import type { Environment } from "../environment";
import { type Fault, fault, faultUnder } from "../../options/faults";
import { resourcePrefix, serviceRolePrefixes } from "../names";
import type { Organization } from "../organization";
import type { CreatedRoles } from "../state-access";

type Environments = readonly PartialSettings<Environment>[];

interface Named extends NamedPrincipals {
  readonly kind: CreatedRoles | "administrators";
}

/** Rules about the permissions of principals on the state, across all settings that name principals. */
export function stateAccessFaults(organization: Readable<Organization>, environments: Environments): Fault[] {
  const named = [
    ...namedByOrganization(organization),
    ...environments.flatMap(namedByEnvironment),
    ...assumedElsewhere(organization, environments),
  ];
  return [
    ...everydayBreakGlass(named),
    ...refuseRolesWithSecondFactor(organization),
    ...refuseRolesWithOneName(organization, named),
    ...refuseNamesOfEnvironments(organization, environments, named),
    ...refuseNamesOfServiceRoles(organization, named),
  ];
}

function namedByOrganization({ statePrincipals, stateAccess }: Readable<Organization>): Named[] {
  const { administrators, planners, breakGlass } = stateAccess ?? {};
  return [
    statePrincipals && { path: "organization.statePrincipals", principals: statePrincipals, kind: "writers" as const },
    administrators && named("administrators", administrators),
    planners && named("planners", planners),
    breakGlass && named("breakGlass", breakGlass),
  ].filter((one) => one !== undefined);
}

function named(kind: Named["kind"], principals: PrincipalNames): Named {
  return { path: `organization.stateAccess.${kind}`, principals, kind };
}

function namedByEnvironment({ label, values: { state } }: PartialSettings<Environment>): Named[] {
  return [
    state?.principals && { path: `${label}.state.principals`, principals: state.principals, kind: "writers" as const },
    state?.planners && { path: `${label}.state.planners`, principals: state.planners, kind: "planners" as const },
  ].filter((one) => one !== undefined);
}

/** In accounts other than its own, the bootstrap administers through a role. */
function assumedElsewhere({ bootstrap }: Readable<Organization>, environments: Environments): Named[] {
  const { assumeRole, stateEnvironment } = bootstrap ?? {};
  const main = environments.find(({ values }) => values.name === stateEnvironment)?.values.account;
  const isElsewhere = environments.some(({ values: { account } }) => account !== undefined && account !== main);
  if (assumeRole === undefined || main === undefined || !isElsewhere) return [];
  return [{ path: "organization.bootstrap.assumeRole", principals: { roles: [assumeRole] }, kind: "administrators" }];
}

function everydayBreakGlass(all: readonly Named[]): Fault[] {
  const everyday = all.filter(({ kind }) => kind !== "breakGlass");
  return all
    .filter(({ kind }) => kind === "breakGlass")
    .flatMap((breakGlass) => refuseEverydayBreakGlass(breakGlass, everyday));
}

/**
 * `organization.stateAccess.trustedPrincipals.breakGlass`: IAM users only, unless `breakGlassNeedsMfa` is false, since
 * role sessions do not carry a second factor.
 */
function refuseRolesWithSecondFactor({ stateAccess }: Readable<Organization>): Fault[] {
  const { createRoles, breakGlassNeedsMfa, trustedPrincipals } = stateAccess ?? {};
  if (!breakGlassNeedsMfa || !createRoles?.includes("breakGlass")) return [];
  const allowed = "an IAM user, since only users present a second factor, or breakGlassNeedsMfa: false";
  return (trustedPrincipals?.breakGlass ?? []).flatMap((arn, position) =>
    arn.includes(":role/")
      ? [faultUnder("organization.stateAccess", fault(["trustedPrincipals", "breakGlass", position], arn, allowed))]
      : [],
  );
}

function createdRoles({ stateAccess }: Readable<Organization>, all: readonly Named[]): (Named & { role: string })[] {
  const kinds: readonly string[] = stateAccess?.createRoles ?? [];
  return all
    .filter(({ kind }) => kinds.includes(kind))
    .flatMap((one) => (one.principals.roles ?? []).map((role) => ({ ...one, role })));
}

/**
 * Roles that the bootstrap creates: each has a unique name and is of one kind. IAM distinguishes the roles of an
 * account by name, regardless of path and letter case.
 */
function refuseRolesWithOneName(organization: Readable<Organization>, all: readonly Named[]): Fault[] {
  const roles = createdRoles(organization, all);
  return roles.flatMap(({ path, role, kind }, position) => {
    const isForTwo = (earlier: Named) => earlier.kind !== kind && ![earlier.kind, kind].includes("breakGlass");
    const other = roles
      .slice(0, position)
      .find((earlier) => sameName(earlier.role, role) && (earlier.role !== role || isForTwo(earlier)));
    if (!other) return [];
    return [
      faultUnder(path, fault(["roles"], role, `a role whose name differs from "${other.role}" in ${other.path}`)),
    ];
  });
}

/**
 * Roles that the bootstrap creates: no name begins with `<organization.name>-<environment>-`, the prefix of the
 * environment's roles.
 */
function refuseNamesOfEnvironments(
  { name, ...organization }: Readable<Organization>,
  environments: Environments,
  all: readonly Named[],
): Fault[] {
  if (name === undefined) return [];
  const prefixes = environments.flatMap(({ values }) =>
    values.name === undefined ? [] : [resourcePrefix({ name }, { name: values.name })],
  );
  return createdRoles(organization, all).flatMap(({ path, role }) => {
    const prefix = prefixes.find((one) => lastPart(role).toLowerCase().startsWith(`${one}-`));
    if (prefix === undefined) return [];
    const allowed = `a role whose name does not begin with ${prefix}-, the prefix of the environment's roles`;
    return [faultUnder(path, fault(["roles"], role, allowed))];
  });
}

/**
 * Roles that the bootstrap creates: no name begins with `TerraformReplication-` or `<organization.name>-audit-`, the
 * prefixes of the roles that it creates for services.
 */
function refuseNamesOfServiceRoles({ name, ...organization }: Readable<Organization>, all: readonly Named[]): Fault[] {
  if (name === undefined) return [];
  const prefixes = serviceRolePrefixes({ name });
  return createdRoles(organization, all).flatMap(({ path, role }) => {
    const prefix = prefixes.find((one) => lastPart(role).toLowerCase().startsWith(one.toLowerCase()));
    if (prefix === undefined) return [];
    const allowed = `a role whose name does not begin with ${prefix}, a prefix of the bootstrap's service roles`;
    return [faultUnder(path, fault(["roles"], role, allowed))];
  });
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
function sameName(one: string, other: string): boolean {
  return lastPart(one).toLowerCase() === lastPart(other).toLowerCase();
}

function lastPart(role: string): string {
  return role.slice(role.lastIndexOf("/") + 1);
}
