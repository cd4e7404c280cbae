import {
  longestManagedPolicy,
  longestRolePolicies,
  longestTrustPolicy,
  mostManagedPolicies,
  policySize,
} from "../constructs/iam/policy-size";
import { type AccessRoleProps, trustStatement } from "../constructs/state/roles/access-role";
import { fault } from "../options/faults";
import { someOf } from "../options/some-of";
import { SettingsError } from "../settings/settings-error";
import type { CreatedRoles } from "../settings/state-access";

/** The setting that names the roles of a kind, and the way to give an environment another role. */
const origins: Readonly<Record<CreatedRoles, { path: readonly string[]; wayOut: string }>> = {
  writers: { path: ["statePrincipals", "roles"], wayOut: "roles (state.principals) or accounts" },
  planners: { path: ["stateAccess", "planners"], wayOut: "roles (state.planners) or accounts" },
  breakGlass: { path: ["stateAccess", "breakGlass"], wayOut: "accounts" },
};

/**
 * Refuses a role that IAM would refuse too, but only in the middle of a bootstrap. The quotas are the default ones: a
 * raised quota is not known here.
 *
 * @param environments names of the environments for which the role is used
 * @throws SettingsError when policies, their number or the trust policy exceed a limit of IAM
 */
export function checkRole(kind: CreatedRoles, environments: readonly string[], role: AccessRoleProps): void {
  const excess = excessOf(role);
  if (excess !== undefined) {
    const { path, wayOut } = origins[kind];
    const allowed =
      `a role whose permissions fit in the ${excess} for ${someOf(environments)}: ` +
      `give some of these environments their own ${wayOut}`;
    throw new SettingsError([fault(["organization", ...path], role.name, allowed)]);
  }
  checkTrust(kind, role);
}

function excessOf({ permissions, managedPermissions = {} }: AccessRoleProps): string | undefined {
  const sizes = Object.values(managedPermissions).map((statements) => policySize([statements]));
  if (sizes.length > mostManagedPolicies) {
    return `${mostManagedPolicies} managed policies that IAM allows on a role, not ${sizes.length}`;
  }
  const limits = [
    [policySize(Object.values(permissions)), longestRolePolicies],
    [Math.max(0, ...sizes), longestManagedPolicy],
  ] as const;
  const [size, longest] = limits.find(([size, longest]) => size > longest) ?? [];
  return size === undefined ? undefined : `${longest} characters that IAM allows, not about ${size}`;
}

function checkTrust(kind: CreatedRoles, role: AccessRoleProps): void {
  const size = policySize([[trustStatement(role)]]);
  if (size <= longestTrustPolicy) return;
  const allowed =
    `principals whose ARNs fit in the ${longestTrustPolicy} characters that IAM allows in the trust policy of ` +
    `${role.name}, which would have ${size}: name fewer, for example one role that all of them can assume, or none, and ` +
    "let the account's own IAM policies decide";
  throw new SettingsError([
    fault(["organization", "stateAccess", "trustedPrincipals", kind], role.trustedPrincipals, allowed),
  ]);
}
