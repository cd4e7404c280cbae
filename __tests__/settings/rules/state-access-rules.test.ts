import { change, dev, faultsOf, organization, organizationFaultsWith, prod } from "../example-settings";

describe("rules of access to the state", () => {
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
    expect(organizationFaultsWith({ stateAccess: { trustedPrincipals: trust, breakGlassNeedsMfa: false } })).toEqual(
      [],
    );
  });

  test.each([
    ["breakGlass", [] as string[]],
    ["writers", ["planners", "breakGlass"]],
    ["planners", ["writers"]],
  ])("refuse a trust of %s if only the roles of %j are created", (kind, createRoles) => {
    const trustedPrincipals = { [kind]: ["arn:aws:iam::123456789012:user/someone"] };
    expect(organizationFaultsWith({ stateAccess: { createRoles, trustedPrincipals } })).toEqual([
      `organization.stateAccess.trustedPrincipals.${kind}: got ["arn:aws:iam::123456789012:user/someone"], allowed: nothing, unless createRoles has "${kind}": the bootstrap creates no role that these could assume`,
    ]);
  });

  test("refuse a trust of principals that are not roles, unless an environment has a role of the kind", () => {
    const users = change(organization, {
      statePrincipals: { users: ["terraform-user"] },
      "stateAccess.trustedPrincipals": { writers: ["arn:aws:iam::123456789012:user/someone"] },
    });
    expect(faultsOf([prod], users)).toEqual([
      'organization.stateAccess.trustedPrincipals.writers: got ["arn:aws:iam::123456789012:user/someone"], allowed: nothing, since organization.statePrincipals names no role, so the bootstrap creates none',
    ]);
    expect(faultsOf([change(prod, { "state.principals": { roles: ["ProdDeployer"] } })], users)).toEqual([]);
  });

  test.each([
    ["ci/Deployer", "ci-Deployer"],
    ["a.b", "a@b"],
    ["plan+er", "plan/er"],
  ])("refuse to create %s and %s, which have one address", (one, other) => {
    expect(organizationFaultsWith({ "statePrincipals.roles": [one, other] })).toEqual([
      `organization.statePrincipals.roles: got "${other}", allowed: a role whose name differs from "${one}" in organization.statePrincipals, in more than separators`,
    ]);
    expect(
      organizationFaultsWith({ "statePrincipals.roles": [one, other], "stateAccess.createRoles": ["breakGlass"] }),
    ).toEqual([]);
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
      'organization.bootstrap.assumeRole: got "TerraformBreakGlassRole", allowed: a role that exists in each account before the bootstrap, which creates TerraformBreakGlassRole',
    ]);
  });

  test("refuse to create a role with a name that an environment could use", () => {
    expect(organizationFaultsWith({ statePrincipals: { roles: ["ci/platform-prod-node"] } })).toEqual([
      `organization.statePrincipals.roles: got "ci/platform-prod-node", allowed: a role whose name does not begin with platform-prod-, the prefix of the environment's roles`,
    ]);
  });
});

describe("roles that the bootstrap creates are none of IAM Identity Center", () => {
  const suffixed = "AWSReservedSSO_Deployer_0123456789abcdef";
  const allowed = (kind: string) =>
    "allowed: a role that the bootstrap can create: name a permission set in permissionSets instead, without " +
    `AWSReservedSSO_ and suffix, or leave "${kind}" out of stateAccess.createRoles`;

  test.each([suffixed, `aws-reserved/sso.amazonaws.com/${suffixed}`, "aws-reserved/Deployer"])("not %s", (role) => {
    expect(organizationFaultsWith({ statePrincipals: { roles: [role] } })).toEqual([
      `organization.statePrincipals.roles: got "${role}", ${allowed("writers")}`,
    ]);
    expect(organizationFaultsWith({ "stateAccess.planners": { roles: [role] } })).toEqual([
      `organization.stateAccess.planners.roles: got "${role}", ${allowed("planners")}`,
    ]);
  });

  test("but an existing one, or one whose name only resembles it", () => {
    const existing = { "stateAccess.createRoles": ["planners", "breakGlass"] };
    expect(organizationFaultsWith({ ...existing, "statePrincipals.roles": [suffixed] })).toEqual([]);
    expect(organizationFaultsWith({ "statePrincipals.roles": ["ci/aws-reserved/Deployer"] })).toEqual([]);
  });
});
