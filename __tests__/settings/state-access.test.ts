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
      createRoles: [],
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

  test.each([
    ["statePrincipals", { roles: ["Emergency"] }],
    ["stateAccess.administrators", { roles: ["Emergency"] }],
    ["stateAccess.planners", { roles: ["Emergency"] }],
  ])("refuse break-glass for a principal in %s", (setting, principals) => {
    expect(
      organizationFaultsWith({ [setting]: principals, "stateAccess.breakGlass": { roles: ["Emergency"] } }),
    ).toEqual([
      `organization.stateAccess.breakGlass.roles[0]: got "Emergency", allowed: a principal that organization.${setting} does not name`,
    ]);
  });

  test("refuse break-glass for a principal that an environment names", () => {
    expect(faultsOf([change(prod, { "state.principals": { roles: ["TerraformBreakGlassRole"] } })])).toEqual([
      'organization.stateAccess.breakGlass.roles[0]: got "TerraformBreakGlassRole", allowed: a principal that prod.state.principals does not name',
    ]);
  });

  test("refuse to require of a role the second factor that only users have", () => {
    const trust = { breakGlass: [`arn:aws:iam::123456789012:user/emergency`, `arn:aws:iam::123456789012:role/Admin`] };

    expect(organizationFaultsWith({ "stateAccess.trustedPrincipals": trust })).toEqual([
      'organization.stateAccess.trustedPrincipals.breakGlass[1]: got "arn:aws:iam::123456789012:role/Admin", allowed: an IAM user, since only users present a second factor, or breakGlassNeedsMfa: false',
    ]);
    for (const wayOut of [{ breakGlassNeedsMfa: false }, { createRoles: [] }]) {
      expect(organizationFaultsWith({ stateAccess: { trustedPrincipals: trust, ...wayOut } })).toEqual([]);
    }
  });

  test("refuse two roles that IAM does not distinguish", () => {
    expect(organizationFaultsWith({ "stateAccess.planners": { roles: ["plan/terraformexecutionrole"] } })).toEqual([
      'organization.stateAccess.planners.roles: got "plan/terraformexecutionrole", allowed: a role whose name differs from "TerraformExecutionRole" in organization.statePrincipals',
    ]);
  });

  test("refuse to create one role for both writing and planning", () => {
    expect(organizationFaultsWith({ "stateAccess.planners": { roles: ["TerraformExecutionRole"] } })).toHaveLength(1);
    expect(
      organizationFaultsWith({
        "stateAccess.planners": { roles: ["TerraformExecutionRole"] },
        "stateAccess.createRoles": ["breakGlass"],
      }),
    ).toEqual([]);
  });

  test.each(["TerraformReplication-prod", "ci/terraformreplication-x", "platform-audit-trail", "platform-audit-chat"])(
    "refuse to create role %s, whose name is for a service's",
    (role) => {
      expect(organizationFaultsWith({ "stateAccess.planners": { roles: [role] } })).toEqual([
        expect.stringContaining(
          `organization.stateAccess.planners.roles: got "${role}", allowed: a role whose name does not begin with `,
        ),
      ]);
    },
  );

  test("refuse as break-glass the role that the bootstrap assumes in other accounts", () => {
    const bootstrap = { stateEnvironment: "prod", assumeRole: "TerraformBreakGlassRole" };
    const elsewhere = change(dev, { account: "210987654321" });

    expect(faultsOf([dev, prod], change(organization, { bootstrap }))).toEqual([]);
    expect(faultsOf([elsewhere, prod], change(organization, { bootstrap }))).toEqual([
      'organization.stateAccess.breakGlass.roles[0]: got "TerraformBreakGlassRole", allowed: a principal that organization.bootstrap.assumeRole does not name',
    ]);
  });

  test("refuse to create a role with a name that an environment could use", () => {
    expect(organizationFaultsWith({ statePrincipals: { roles: ["ci/platform-prod-node"] } })).toEqual([
      `organization.statePrincipals.roles: got "ci/platform-prod-node", allowed: a role whose name does not begin with platform-prod-, the prefix of the environment's roles`,
    ]);
  });
});
