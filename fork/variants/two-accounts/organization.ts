import type { OrganizationSettings } from "../../../src/settings/organization";

export const organization: OrganizationSettings = {
  name: "orbit",
  stateBucketPrefix: "orbit-terraform",
  region: "us-east-1",
  statePrincipals: { roles: ["ci/Deployer"] },
  stateAccess: {
    administrators: { roles: ["ops/PlatformAdmin"] },
    planners: { roles: ["ci/Planner"] },
    trustedPrincipals: { breakGlass: ["arn:aws:iam::444455556666:role/SecurityOnCall"] },
    breakGlassNeedsMfa: false,
  },
  bootstrap: { stateEnvironment: "prod", assumeRole: "ops/Bootstrap" },
  tags: { CostCenter: "4711" },
};
