import { type Fault, fault, faultUnder } from "../../../options/faults";
import { principalName } from "../../../options/fields";
import { type OptionsOf, distinct, group, text } from "../../../options/schema";

const names = distinct(principalName, { atLeast: 0, of: "names" }).default([]);

/** @see https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CreatePermissionSet.html */
const permissionSet = text(/^[\w+=,.@-]{1,32}$/, "name of a permission set, of at most 32 characters");

/** IAM names within each environment's account, with their path if any, such as `ci/Deployer`. At least one. */
const principalFields = group({
  /**
   * IAM roles.
   * @default - none
   */
  roles: names,

  /**
   * IAM users.
   * @default - none
   */
  users: names,

  /**
   * IAM Identity Center permission sets, by name.
   * @default - none
   */
  permissionSets: distinct(permissionSet, { atLeast: 0, of: "names of permission sets" }).default([]),
});

/** At least one principal. */
export const principals = principalFields.superRefine(({ roles, users, permissionSets }, context) => {
  if (roles.length + users.length + permissionSets.length > 0) return;
  const message = "at least one role, user or permission set, since otherwise no principal has access";
  context.addIssue({ code: "custom", message });
});

/** Principals of one account, by their IAM names. */
export type PrincipalNames = OptionsOf<typeof principals>;

/** Principals and the path of the option that names them. */
export interface NamedPrincipals {
  readonly path: string;
  readonly principals: PrincipalNames;
}

/** `organization.stateAccess.breakGlass`: only principals that no other setting names. */
export function refuseEverydayBreakGlass(breakGlass: NamedPrincipals, everyday: readonly NamedPrincipals[]): Fault[] {
  return (["roles", "users", "permissionSets"] as const).flatMap((list) =>
    (breakGlass.principals[list] ?? []).flatMap((name, position) => {
      const other = everyday.find(({ principals }) => principals[list]?.includes(name));
      if (!other) return [];
      const allowed = `a principal that ${other.path} does not name`;
      return [faultUnder(breakGlass.path, fault([list, position], name, allowed))];
    }),
  );
}
