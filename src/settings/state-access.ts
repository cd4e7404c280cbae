import { z } from "zod";
import { principalArn, principalName } from "./fields";
import { type FieldsOf, distinct, group, text } from "./schema";

/** Names within each environment's account, with their path if they have one, such as `ci/Deployer`. */
export interface Principals {
  /** @default - none */
  readonly roles?: readonly string[];

  /** @default - none */
  readonly users?: readonly string[];

  /**
   * Permission sets of IAM Identity Center, by name.
   * @default - none
   */
  readonly permissionSets?: readonly string[];
}

/** Kinds of principals whose roles bootstrap can create. */
export type CreatedRoles = "writers" | "planners" | "breakGlass";

/** Who does what with the state, besides `statePrincipals`, who read and write it. */
export interface StateAccessSettings {
  /**
   * Who runs bootstrap: configures buckets and keys, and uses bootstrap's own state.
   * @default - the users of `statePrincipals`, or all of them where there are no users
   */
  readonly administrators?: Principals;

  /**
   * Who reads state to plan, but neither locks nor writes it.
   * @default - role `TerraformPlanRole`
   */
  readonly planners?: Principals;

  /**
   * Who gets in when nothing else works, and alone deletes versions of the state. For emergencies only: it must be
   * nobody who is named elsewhere.
   * @default - role `TerraformBreakGlassRole`
   */
  readonly breakGlass?: Principals;

  /**
   * Whose roles bootstrap creates, `writers` being those of `statePrincipals`. Roles of other kinds have to exist, and
   * their rights are given to them elsewhere.
   * @default - of all three kinds
   */
  readonly createRoles?: readonly CreatedRoles[];

  /**
   * ARNs of roles and users who may assume the created roles. They have to exist before.
   * @default - whom IAM policies of the account allow it
   */
  readonly trustedPrincipals?: Readonly<Partial<Record<CreatedRoles, readonly string[]>>>;

  /**
   * Whether only somebody who signed in with a second factor may assume the created break-glass roles. That can only be an
   * IAM user: sessions of roles and of IAM Identity Center do not say how somebody signed in.
   * @default - true
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
   */
  readonly breakGlassNeedsMfa?: boolean;
}

const names = distinct(principalName, { atLeast: 0, of: "names" }).default([]);

/** @see https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CreatePermissionSet.html */
const permissionSet = text(/^[\w+=,.@-]{1,32}$/, "name of a permission set, of at most 32 characters");

/** Somebody in particular. */
export const principals = group({
  roles: names,
  users: names,
  permissionSets: distinct(permissionSet, { atLeast: 0, of: "names of permission sets" }).default([]),
} satisfies FieldsOf<Principals>).superRefine(({ roles, users, permissionSets }, context) => {
  if (roles.length + users.length + permissionSets.length > 0) return;
  context.addIssue({ code: "custom", message: "at least one role, user or permission set, or nobody could get in" });
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
  trustedPrincipals: group({ writers: trusted, planners: trusted, breakGlass: trusted }).prefault({}),
  breakGlassNeedsMfa: z.boolean().default(true),
} satisfies FieldsOf<StateAccessSettings>).prefault({});
