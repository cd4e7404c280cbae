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

/** `organization.stateAccess.breakGlass`: only principals that no other setting names, in any spelling. */
export function refuseEverydayBreakGlass(breakGlass: NamedPrincipals, everyday: readonly NamedPrincipals[]): Fault[] {
  const paths = pathsByIdentity(everyday);
  return identitiesOf(breakGlass.principals).flatMap(({ path, name, identity }) => {
    const other = paths.get(identity);
    if (other === undefined) return [];
    return [faultUnder(breakGlass.path, fault(path, name, `a principal that ${other} does not name`))];
  });
}

/** The option that names each principal first, by the principal's identity. */
export function pathsByIdentity(named: readonly NamedPrincipals[]): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  for (const { path, principals } of named) {
    for (const { identity } of identitiesOf(principals)) if (!paths.has(identity)) paths.set(identity, path);
  }
  return paths;
}

/** The principals of a setting, each with a text that equals that of the same principal in another spelling. */
export function identitiesOf({ roles = [], users = [], permissionSets = [] }: PrincipalNames) {
  return [
    ...roles.map((name, position) => ({ path: ["roles", position], name, identity: roleIdentity(name) })),
    ...users.map((name, position) => ({ path: ["users", position], name, identity: `user ${comparable(name)}` })),
    ...permissionSets.map((name, position) => {
      return { path: ["permissionSets", position], name, identity: `permission set ${comparable(name)}` };
    }),
  ];
}

/**
 * IAM distinguishes the roles of an account by name, regardless of path and letter case. The role of a permission set
 * has a generated suffix.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * @see https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
export function roleIdentity(name: string): string {
  const [, permissionSet] = /^awsreservedsso_(.+)_[0-9a-f]{16}$/.exec(comparable(name)) ?? [];
  return permissionSet === undefined ? `role ${comparable(name)}` : `permission set ${permissionSet}`;
}

/** A name without its path and letter case. */
export function comparable(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1).toLowerCase();
}
