import type { OrganizationSettings } from "../../../src/settings/organization";

/** What all environments share. */
export const organization: OrganizationSettings = {
  name: "platform",

  // Names of buckets are unique in the world: put something of your own here.
  stateBucketPrefix: "my-terraform-state",

  region: "ap-northeast-1",

  // The GitHub repository whose workflows deploy.
  repository: "example-org/eks-platform",

  // Who deploys. The names are looked up in each environment's account.
  statePrincipals: { roles: ["TerraformExecutionRole"], users: ["terraform-user"] },

  bootstrap: { stateEnvironment: "prod" },
};
