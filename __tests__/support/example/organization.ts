import type { OrganizationSettings } from "../../../src/settings/organization";

/** Settings that all environments share. */
export const organization: OrganizationSettings = {
  name: "platform",

  // Bucket names are globally unique: choose your own prefix.
  stateBucketPrefix: "my-terraform-state",

  region: "ap-northeast-1",

  // Principals that deploy. The names are looked up in each environment's account.
  statePrincipals: { roles: ["TerraformExecutionRole"], users: ["terraform-user"] },

  bootstrap: { stateEnvironment: "prod" },
};
