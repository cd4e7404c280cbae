import { z } from "zod";
import { principalArn, principalName } from "../options/fields";
import { type FieldsOf, distinct, group, text } from "../options/schema";

/** IAM names within each environment's account, with their path if any, such as `ci/Deployer`. At least one. */
export interface Principals {
  /**
   * IAM roles.
   * @default - none
   */
  readonly roles?: readonly string[];

  /**
   * IAM users.
   * @default - none
   */
  readonly users?: readonly string[];

  /**
   * IAM Identity Center permission sets, by name.
   * @default - none
   */
  readonly permissionSets?: readonly string[];
}

/** Kinds of principals whose roles the bootstrap can create. */
export type CreatedRoles = "writers" | "planners" | "breakGlass";

/** ARNs of IAM roles and users that can assume the created roles of each kind. They must already exist. */
export interface TrustedPrincipals {
  /**
   * For the roles of `statePrincipals`.
   * @default - the principals that IAM policies of the account allow
   */
  readonly writers?: readonly string[];

  /**
   * For the roles of `planners`.
   * @default - the principals that IAM policies of the account allow
   */
  readonly planners?: readonly string[];

  /**
   * For the roles of `breakGlass`.
   * @default - the principals that IAM policies of the account allow
   */
  readonly breakGlass?: readonly string[];
}

/** Principals that use the state, in addition to `statePrincipals`, which read and write it. */
export interface StateAccessSettings {
  /**
   * Principals that run the bootstrap: they configure buckets and keys and use the bootstrap's own state, but not the
   * states of the environments. In each other account `bootstrap.assumeRole` is one of them. A role that the bootstrap
   * creates cannot perform the first run.
   * @default - the users of `statePrincipals`, or its roles and permission sets if it has no users
   */
  readonly administrators?: Principals;

  /**
   * Principals that read the state to plan, but neither lock nor write it.
   * @default - role `TerraformPlanRole`
   */
  readonly planners?: Principals;

  /**
   * Principals for emergencies, the only principals that can delete versions of the state. No other setting can name
   * them.
   * @default - role `TerraformBreakGlassRole`
   */
  readonly breakGlass?: Principals;

  /**
   * Kinds of principals whose roles the bootstrap creates; `writers` are those of `statePrincipals`. Roles of other
   * kinds must already exist, with the permissions in docs/state-access.md.
   * @default - `writers`, `planners` and `breakGlass`
   */
  readonly createRoles?: readonly CreatedRoles[];

  /**
   * Principals that can assume the created roles.
   * @default - the principals that IAM policies of the account allow
   */
  readonly trustedPrincipals?: TrustedPrincipals;

  /**
   * Whether the created break-glass roles can be assumed only with a second factor, which only an IAM user can present:
   * sessions of roles and of IAM Identity Center do not carry it.
   * @default - true
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
   */
  readonly breakGlassNeedsMfa?: boolean;
}

const names = distinct(principalName, { atLeast: 0, of: "names" }).default([]);

/** @see https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CreatePermissionSet.html */
const permissionSet = text(/^[\w+=,.@-]{1,32}$/, "name of a permission set, of at most 32 characters");

/** At least one principal. */
export const principals = group({
  roles: names,
  users: names,
  permissionSets: distinct(permissionSet, { atLeast: 0, of: "names of permission sets" }).default([]),
} satisfies FieldsOf<Principals>).superRefine(({ roles, users, permissionSets }, context) => {
  if (roles.length + users.length + permissionSets.length > 0) return;
  context.addIssue({
    code: "custom",
    message: "at least one role, user or permission set, since otherwise no principal has access",
  });
});

const kinds = z.enum(["writers", "planners", "breakGlass"]);
const trusted = distinct(principalArn, { atLeast: 1, of: "ARNs of IAM roles or users" }).optional();

export const stateAccessSchema = group({
  administrators: principals.optional(),
  planners: principals.prefault({ roles: ["TerraformPlanRole"] }),
  breakGlass: principals.prefault({ roles: ["TerraformBreakGlassRole"] }),
  createRoles: distinct(kinds, { atLeast: 0, of: '"writers", "planners" and "breakGlass"' }).default([
    ...kinds.options,
  ]),
  trustedPrincipals: group({
    writers: trusted,
    planners: trusted,
    breakGlass: trusted,
  } satisfies FieldsOf<TrustedPrincipals>).prefault({}),
  breakGlassNeedsMfa: z.boolean().default(true),
} satisfies FieldsOf<StateAccessSettings>).prefault({});
