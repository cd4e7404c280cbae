import { z } from "zod";
import { principals } from "../constructs/state/access/principal-options";
import { principalArn } from "../options/fields";
import { type OptionsOf, distinct, group } from "../options/schema";

/** Kinds of principals whose roles the bootstrap can create. */
export const createdKinds = z.enum(["writers", "planners", "breakGlass"]);

export type CreatedRoles = z.output<typeof createdKinds>;

const trusted = distinct(principalArn, { atLeast: 1, of: "ARNs of IAM roles or users" }).optional();

/** ARNs of IAM roles and users that can assume the created roles of each kind. They must already exist. */
const trustedPrincipals = group({
  /**
   * For the roles of `statePrincipals`.
   * @default - the principals that IAM policies of the account allow
   */
  writers: trusted,

  /**
   * For the roles of `planners`.
   * @default - the principals that IAM policies of the account allow
   */
  planners: trusted,

  /**
   * For the roles of `breakGlass`: no principal of everyday use.
   * @default - the principals that IAM policies of the account allow
   */
  breakGlass: trusted,
});

/** Principals that use the state, in addition to `statePrincipals`, which read and write it. */
export const stateAccessSchema = group({
  /**
   * Principals that run the bootstrap: they configure buckets and keys and use the bootstrap's own state, but not the
   * states of the environments. In each other account `bootstrap.assumeRole` is one of them. A role that the bootstrap
   * creates cannot perform the first run.
   * @default - the users of `statePrincipals`, or its roles and permission sets if it has no users
   */
  administrators: principals.optional(),

  /**
   * Principals that read the state to plan, but neither lock nor write it.
   * @default - role `TerraformPlanRole`
   */
  planners: principals.prefault({ roles: ["TerraformPlanRole"] }),

  /**
   * Principals for emergencies, the only principals that can delete versions of the state. No other setting can name
   * them.
   * @default - role `TerraformBreakGlassRole`
   */
  breakGlass: principals.prefault({ roles: ["TerraformBreakGlassRole"] }),

  /**
   * Kinds of principals whose roles the bootstrap creates; `writers` are those of `statePrincipals`. Roles of other
   * kinds must already exist, with the permissions in docs/state-access.md.
   * @default - `writers`, `planners` and `breakGlass`
   */
  createRoles: distinct(createdKinds, { atLeast: 0, of: '"writers", "planners" and "breakGlass"' }).default([
    ...createdKinds.options,
  ]),

  /**
   * Principals that can assume the created roles, of each kind of which the bootstrap creates a role.
   * @default - the principals that IAM policies of the account allow
   */
  trustedPrincipals: trustedPrincipals.prefault({}),

  /**
   * Whether the created break-glass roles can be assumed only with a second factor, which only an IAM user can present:
   * sessions of roles and of IAM Identity Center do not carry it.
   * @default - true
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
   */
  breakGlassNeedsMfa: z.boolean().default(true),
});

export type StateAccessSettings = OptionsOf<typeof stateAccessSchema>;
