import { validateSettings } from "../../src/settings/validate";
import { change, dev, faultsOf, organization, organizationFaultsWith, prod } from "./example-settings";

describe("settings of access to the state", () => {
  test("let the bootstrap create roles for planning and for emergencies", () => {
    expect(validateSettings(organization, [prod]).organization.stateAccess).toEqual({
      administrators: undefined,
      planners: { roles: ["TerraformPlanRole"], users: [], permissionSets: [] },
      breakGlass: { roles: ["TerraformBreakGlassRole"], users: [], permissionSets: [] },
      createRoles: ["writers", "planners", "breakGlass"],
      trustedPrincipals: {},
      breakGlassNeedsMfa: true,
    });
  });

  test("accept existing roles, users and permission sets for every kind", () => {
    const everything = {
      administrators: { permissionSets: ["PlatformAdmin"] },
      planners: { roles: ["ci/Plan"], users: ["reviewer"] },
      breakGlass: { users: ["emergency"] },
      createRoles: ["writers"],
      trustedPrincipals: { writers: ["arn:aws:iam::123456789012:role/ci/GitHub"] },
      breakGlassNeedsMfa: false,
    };

    expect(organizationFaultsWith({ stateAccess: everything })).toEqual([]);
    expect(
      faultsOf([
        change(dev, { "state.principals": { roles: ["DevDeployer"] }, "state.planners": { roles: ["DevPlanner"] } }),
        prod,
      ]),
    ).toEqual([]);
  });

  test.each(["administrators", "planners", "breakGlass"])("refuse an empty list of %s", (list) => {
    expect(organizationFaultsWith({ [`stateAccess.${list}`]: { roles: [] } })).toEqual([
      `organization.stateAccess.${list}: got {"roles":[],"users":[],"permissionSets":[]}, allowed: at least one role, user or permission set, since otherwise no principal has access`,
    ]);
  });

  test.each([
    ["breakGlass.permissionSets", ["a permission set"], "breakGlass.permissionSets[0]", "name of a permission set"],
    ["createRoles", ["readers"], "createRoles[0]", '"writers"'],
    ["createRoles", ["writers", "writers"], "createRoles[1]", "each value only once"],
    ["trustedPrincipals.writers", ["ci/Deployer"], "trustedPrincipals.writers[0]", "ARN of an IAM role or user"],
    ["trustedPrincipals.writers", [], "trustedPrincipals.writers", "at least 1"],
  ])("refuse %s %j", (setting, value, path, allowed) => {
    expect(organizationFaultsWith({ [`stateAccess.${setting}`]: value })).toEqual([
      expect.stringMatching(
        new RegExp(`^organization\\.stateAccess\\.${path.replace(/[[\].]/g, "\\$&")}: .*${allowed}`),
      ),
    ]);
  });
});
