import {
  comparable,
  identitiesOf,
  type NamedPrincipals,
  refuseEverydayBreakGlass,
  roleIdentity,
} from "../../constructs/state/access/principal-options";
import { type Fault, fault, faultUnder } from "../../options/faults";
import { serviceRolePrefixes } from "../names";
import type { Organization } from "../organization";
import type { Readable } from "../partial-settings";
import { assumedElsewhere, createdRoles, type Environments, type Named, principalsOfArn } from "./named-principals";

type Organizations = Readable<Organization>;

const trustOf = (kind: string) => `organization.stateAccess.trustedPrincipals.${kind}`;

/**
 * `organization.stateAccess.breakGlass` and its `trustedPrincipals`: only principals that no other setting names,
 * neither by name nor as trusted by the roles of everyday use.
 */
export function everydayBreakGlassFaults(
  organization: Organizations,
  environments: Environments,
  all: readonly Named[],
): Fault[] {
  const { createRoles = [], trustedPrincipals } = organization.stateAccess ?? {};
  const everyday = all.filter(({ kind }) => kind !== "breakGlass");
  const trusted = (["writers", "planners"] as const)
    .filter((kind) => createRoles.includes(kind))
    .flatMap((kind) => (trustedPrincipals?.[kind] ?? []).map((arn) => ({ path: trustOf(kind), arn })));
  const named = trusted.flatMap(({ path, arn }) => {
    const principals = principalsOfArn(arn, environments);
    return principals ? [{ path, principals }] : [];
  });

  const byName = all
    .filter(({ kind }) => kind === "breakGlass")
    .flatMap((breakGlass) => refuseEverydayBreakGlass(breakGlass, [...everyday, ...named]));
  const byTrust = (createRoles.includes("breakGlass") ? (trustedPrincipals?.breakGlass ?? []) : []).flatMap(
    (arn, position) => {
      // A created role is refused in every trust, by `refuseCreatedRolesInTrust`.
      if (createdRoleOf(arn, organization, environments, all)) return [];
      const other =
        everydayPrincipalOf(arn, environments, everyday) ??
        trusted.find((one) => one.arn.toLowerCase() === arn.toLowerCase());
      if (!other) return [];
      const allowed = `a principal that ${other.path} does not name`;
      return [faultUnder(trustOf("breakGlass"), fault([position], arn, allowed))];
    },
  );
  return [...byName, ...byTrust];
}

function everydayPrincipalOf(arn: string, environments: Environments, everyday: readonly NamedPrincipals[]) {
  const [own] = identitiesOf(principalsOfArn(arn, environments) ?? {});
  return everyday.find(({ principals }) => identitiesOf(principals).some(({ identity }) => identity === own?.identity));
}

function createdRoleOf(arn: string, organization: Organizations, environments: Environments, all: readonly Named[]) {
  const [own] = identitiesOf(principalsOfArn(arn, environments) ?? {});
  return createdRoles(organization, all).find(({ role }) => roleIdentity(role) === own?.identity);
}

/**
 * `organization.stateAccess.trustedPrincipals`: no role that the bootstrap creates. IAM refuses a trust policy that
 * names a principal which does not exist yet, and a role in its own trust never exists before it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function refuseCreatedRolesInTrust(
  organization: Organizations,
  environments: Environments,
  all: readonly Named[],
): Fault[] {
  const { createRoles = [], trustedPrincipals } = organization.stateAccess ?? {};
  return createRoles.flatMap((kind) =>
    (trustedPrincipals?.[kind] ?? []).flatMap((arn, position) => {
      const other = createdRoleOf(arn, organization, environments, all);
      if (!other) return [];
      const allowed = `a principal that exists before the bootstrap, unlike the role of ${other.path}, which it creates`;
      return [faultUnder(trustOf(kind), fault([position], arn, allowed))];
    }),
  );
}

/** `organization.bootstrap.assumeRole`: no role that the bootstrap creates, since it assumes the role to create it. */
export function refuseCreatedAssumeRole(
  { name, ...organization }: Organizations,
  environments: Environments,
  all: readonly Named[],
): Fault[] {
  const created = createdRoles(organization, all);
  const prefixes = name === undefined ? [] : serviceRolePrefixes({ name });
  return assumedElsewhere(organization, environments).flatMap(({ path, principals }) =>
    (principals.roles ?? []).flatMap((role) => {
      const other =
        created.find((one) => roleIdentity(one.role) === roleIdentity(role))?.role ??
        prefixes.find((prefix) => comparable(role).startsWith(prefix.toLowerCase()));
      if (other === undefined) return [];
      const allowed = `a role that exists in each account before the bootstrap, which creates ${other}`;
      return [faultUnder(path, fault([], role, allowed))];
    }),
  );
}
