import { comparable, roleIdentity } from "../../constructs/state/access/principal-options";
import { addressPart } from "../../options/addresses";
import { type Fault, fault, faultUnder } from "../../options/faults";
import { resourcePrefix, serviceRolePrefixes } from "../names";
import type { Organization } from "../organization";
import type { Readable } from "../partial-settings";
import { createdKinds } from "../state-access";
import { everydayBreakGlassFaults, refuseCreatedAssumeRole, refuseCreatedRolesInTrust } from "./break-glass-rules";
import { createdRoles, type Environments, type Named, namedPrincipals } from "./named-principals";
import { someOf } from "../../options/some-of";

/** Rules about the permissions of principals on the state, across all settings that name principals. */
export function stateAccessFaults(organization: Readable<Organization>, environments: Environments): Fault[] {
  const named = namedPrincipals(organization, environments);
  return [
    ...everydayBreakGlassFaults(organization, environments, named),
    ...refuseCreatedRolesInTrust(organization, environments, named),
    ...refuseCreatedAssumeRole(organization, environments, named),
    ...refuseTrustWithoutRole(organization, named),
    ...refuseRolesWithSecondFactor(organization),
    ...refuseRolesWithOneName(organization, named),
    ...refuseNamesOfEnvironments(organization, environments, named),
    ...refuseNamesOfServiceRoles(organization, named),
    ...refuseRolesOfPermissionSets(organization, named),
  ];
}

/**
 * `organization.stateAccess.trustedPrincipals`: only for kinds of which the bootstrap creates a role, since the trust of
 * no other role changes.
 */
function refuseTrustWithoutRole({ stateAccess }: Readable<Organization>, all: readonly Named[]): Fault[] {
  const { createRoles, trustedPrincipals = {} } = stateAccess ?? {};
  if (!createRoles) return [];
  return createdKinds.options.flatMap((kind) => {
    const arns = trustedPrincipals[kind];
    const named = all.filter((one) => one.kind === kind);
    const hasRole = named.length === 0 || named.some(({ principals }) => (principals.roles ?? []).length > 0);
    if (arns === undefined || (createRoles.includes(kind) && hasRole)) return [];
    const allowed = createRoles.includes(kind)
      ? `nothing, since ${someOf(named.map(({ path }) => path))} names no role, so the bootstrap creates none`
      : `nothing, unless createRoles has "${kind}": the bootstrap creates no role that these could assume`;
    return [fault(["organization", "stateAccess", "trustedPrincipals", kind], arns, allowed)];
  });
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

/**
 * Roles that the bootstrap creates: each has a unique name and is of one kind. IAM distinguishes the roles of an
 * account by name, regardless of path and letter case. Their addresses have no separator except `_`.
 */
function refuseRolesWithOneName(organization: Readable<Organization>, all: readonly Named[]): Fault[] {
  const earlierRoles = new Map<string, (Named & { role: string })[]>();
  return createdRoles(organization, all).flatMap((created) => {
    const { path, role, kind } = created;
    const isForTwo = (earlier: Named) => earlier.kind !== kind && ![earlier.kind, kind].includes("breakGlass");
    const keys = [roleIdentity(role), `address ${addressPart(role)}`];
    const alike = keys.flatMap((key) => earlierRoles.get(key) ?? []);
    const other = alike.find((earlier) => earlier.role !== role || isForTwo(earlier));
    // One role of each kind and spelling is enough to compare with.
    if (!other && !alike.some((earlier) => earlier.kind === kind)) {
      for (const key of keys) earlierRoles.set(key, [...(earlierRoles.get(key) ?? []), created]);
    }
    if (!other) return [];
    const inMore = roleIdentity(other.role) === roleIdentity(role) ? "" : ", in more than separators";
    const allowed = `a role whose name differs from "${other.role}" in ${other.path}${inMore}`;
    return [faultUnder(path, fault(["roles"], role, allowed))];
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
    const prefix = prefixes.find((one) => comparable(role).startsWith(`${one}-`));
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
    const prefix = prefixes.find((one) => comparable(role).startsWith(one.toLowerCase()));
    if (prefix === undefined) return [];
    const allowed = `a role whose name does not begin with ${prefix}, a prefix of the bootstrap's service roles`;
    return [faultUnder(path, fault(["roles"], role, allowed))];
  });
}

/**
 * Roles that the bootstrap creates: no role of a permission set, which only IAM Identity Center can create and change.
 *
 * @see https://docs.aws.amazon.com/singlesignon/latest/userguide/identity-center-and-iam-roles.html
 */
function refuseRolesOfPermissionSets(organization: Readable<Organization>, all: readonly Named[]): Fault[] {
  return createdRoles(organization, all).flatMap(({ path, role, kind }) => {
    if (!/^aws-reserved\/|(^|\/)AWSReservedSSO_[^/]*$/i.test(role)) return [];
    const allowed =
      "a role that the bootstrap can create: name a permission set in permissionSets instead, without AWSReservedSSO_ " +
      `and suffix, or leave "${kind}" out of stateAccess.createRoles`;
    return [faultUnder(path, fault(["roles"], role, allowed))];
  });
}
