import { principalIdentity } from "../../constructs/iam/arn";
import {
  comparable,
  identitiesOf,
  pathsByIdentity,
  refuseEverydayBreakGlass,
  roleIdentity,
} from "../../constructs/state/access/principal-options";
import { type Fault, fault, faultUnder } from "../../options/faults";
import { serviceRolePrefixes } from "../names";
import type { Organization } from "../organization";
import type { Readable } from "../partial-settings";
import { accessArns } from "./named-arns";
import { assumedElsewhere, createdRoles, type Environments, type Named, principalsOfArn } from "./named-principals";

type Organizations = Readable<Organization>;

const trustOf = (kind: string) => `organization.stateAccess.trustedPrincipals.${kind}`;

/**
 * `organization.stateAccess.breakGlass` and its `trustedPrincipals`: only principals that no other setting names,
 * neither by name nor as trusted by the roles of everyday use. No principal of `cluster.access` can assume break-glass.
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
  const created = pathsOfCreatedRoles(organization, all);
  const ofEveryday = pathsByIdentity(everyday);
  const daily = [...trusted, ...environments.flatMap(accessArns)];
  const ofDaily = new Map(daily.reverse().map(({ path, arn }) => [principalIdentity(arn), path]));
  const byTrust = (createRoles.includes("breakGlass") ? (trustedPrincipals?.breakGlass ?? []) : []).flatMap(
    (arn, position) => {
      const identity = identityOfArn(arn, environments);
      // A created role is refused in every trust, by `refuseCreatedRolesInTrust`.
      if (created.has(identity)) return [];
      const other = ofEveryday.get(identity) ?? ofDaily.get(principalIdentity(arn));
      if (other === undefined) return [];
      const allowed = `a principal that ${other} does not name`;
      return [faultUnder(trustOf("breakGlass"), fault([position], arn, allowed))];
    },
  );
  return [...byName, ...byTrust];
}

/** The identity of a principal in the account of an environment; of no principal otherwise. */
function identityOfArn(arn: string, environments: Environments): string {
  const [own] = identitiesOf(principalsOfArn(arn, environments) ?? {});
  return own?.identity ?? "";
}

/** The option that names each role that the bootstrap creates. */
function pathsOfCreatedRoles(organization: Organizations, all: readonly Named[]): ReadonlyMap<string, string> {
  return pathsByIdentity(
    createdRoles(organization, all).map(({ path, role }) => ({ path, principals: { roles: [role] } })),
  );
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
  const created = pathsOfCreatedRoles(organization, all);
  return createRoles.flatMap((kind) =>
    (trustedPrincipals?.[kind] ?? []).flatMap((arn, position) => {
      const other = created.get(identityOfArn(arn, environments));
      if (other === undefined) return [];
      const allowed = `a principal that exists before the bootstrap, unlike the role of ${other}, which it creates`;
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
