import type { OrganizationSettings } from "../../../src/settings/organization";

export const organization: OrganizationSettings = {
  name: "acme",
  stateBucketPrefix: "acme-tfstate-7f3a",
  region: "eu-central-1",
  statePrincipals: { roles: ["TerraformExecutionRole"], users: ["jane"] },
  bootstrap: { stateEnvironment: "prod" },
};
