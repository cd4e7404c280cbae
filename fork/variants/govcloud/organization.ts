import type { OrganizationSettings } from "../../../src/settings/organization";

export const organization: OrganizationSettings = {
  name: "agency",
  stateBucketPrefix: "agency-terraform-state",
  region: "us-gov-west-1",
  statePrincipals: { permissionSets: ["PlatformDeploy"] },
  stateAccess: { administrators: { permissionSets: ["PlatformAdmin"] }, breakGlassNeedsMfa: false },
  bootstrap: { stateEnvironment: "live" },
};
