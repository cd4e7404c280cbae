import { change, dev, faultsOf, organization, organizationFaultsWith, prod } from "../example-settings";

const arn = (name: string, account = "123456789012") => `arn:aws:iam::${account}:${name}`;
const ssoRole = "aws-reserved/sso.amazonaws.com/ap-northeast-1/AWSReservedSSO_PlatformAdmin_0123456789abcdef";

const existing = { createRoles: [] };
const noMfa = { breakGlassNeedsMfa: false };

describe("break-glass refuses a principal of everyday use", () => {
  test.each([
    ["of another letter case", { statePrincipals: { roles: ["emergency"] } }, { roles: ["Emergency"] }, "roles[0]"],
    ["of another path", { statePrincipals: { roles: ["ci/Emergency"] } }, { roles: ["ops/Emergency"] }, "roles[0]"],
    ["user of another case", { statePrincipals: { users: ["On-Call"] } }, { users: ["on-call"] }, "users[0]"],
    [
      "permission set of another case",
      { statePrincipals: { permissionSets: ["Admin"] } },
      { permissionSets: ["ADMIN"] },
      "permissionSets[0]",
    ],
    [
      "role of an everyday permission set",
      { statePrincipals: { permissionSets: ["PlatformAdmin"] } },
      { roles: [ssoRole] },
      "roles[0]",
    ],
    [
      "permission set of an everyday role",
      { statePrincipals: { roles: [ssoRole] } },
      { permissionSets: ["PlatformAdmin"] },
      "permissionSets[0]",
    ],
  ])("by name: %s", (_, names, breakGlass, path) => {
    expect(organizationFaultsWith({ ...names, stateAccess: { ...existing, breakGlass } })).toEqual([
      expect.stringMatching(
        `^organization\\.stateAccess\\.breakGlass\\.${path.replace(/[[\]]/g, "\\$&")}: .*` +
          "a principal that organization\\.statePrincipals does not name$",
      ),
    ]);
  });

  test.each([
    ["a writer", {}, arn("user/terraform-user"), "statePrincipals"],
    ["a writer of another case", {}, arn("user/Terraform-User"), "statePrincipals"],
    [
      "an administrator",
      { "stateAccess.administrators": { permissionSets: ["PlatformAdmin"] }, "stateAccess.breakGlassNeedsMfa": false },
      arn(`role/${ssoRole}`),
      "stateAccess.administrators",
    ],
    [
      "an existing planner",
      { "stateAccess.planners": { users: ["reviewer"] }, "stateAccess.createRoles": ["breakGlass"] },
      arn("user/reviewer"),
      "stateAccess.planners",
    ],
    [
      "a principal that assumes the writers' role",
      { "stateAccess.trustedPrincipals.writers": [arn("user/daily", "210987654321")] },
      arn("user/daily", "210987654321"),
      "stateAccess.trustedPrincipals.writers",
    ],
    [
      "the same role of another account under another path and letter case",
      {
        "stateAccess.trustedPrincipals.planners": [arn("role/ci/Hub", "210987654321")],
        "stateAccess.breakGlassNeedsMfa": false,
      },
      arn("role/hub", "210987654321"),
      "stateAccess.trustedPrincipals.planners",
    ],
    [
      "the same permission set of another account under the path of another region",
      {
        "stateAccess.trustedPrincipals.writers": [arn(`role/${ssoRole}`, "210987654321")],
        "stateAccess.breakGlassNeedsMfa": false,
      },
      arn(`role/${ssoRole.replace("ap-northeast-1/", "")}`, "210987654321"),
      "stateAccess.trustedPrincipals.writers",
    ],
  ])("by its trust: %s", (_, changes, principal, setting) => {
    expect(organizationFaultsWith({ ...changes, "stateAccess.trustedPrincipals.breakGlass": [principal] })).toEqual([
      expect.stringMatching(
        `^organization\\.stateAccess\\.trustedPrincipals\\.breakGlass\\[0\\]: got "${principal.slice(0, 40)}.*, ` +
          `allowed: a principal that organization\\.${setting} does not name$`,
      ),
    ]);
  });

  test.each(["administrators", "viewers"])("by its trust: one of the %s of a cluster", (list) => {
    const daily = arn("role/Daily", "210987654321");
    const stateAccess = { ...noMfa, trustedPrincipals: { breakGlass: [daily.replace("Daily", "daily")] } };
    expect(faultsOf([change(prod, { [`cluster.access.${list}`]: [daily] })], { ...organization, stateAccess })).toEqual(
      [expect.stringContaining(`allowed: a principal that prod.cluster.access.${list}[0] does not name`)],
    );
  });

  test("by the trust of everyday roles", () => {
    const stateAccess = {
      breakGlass: { users: ["on-call"] },
      trustedPrincipals: { planners: [arn("user/On-Call")] },
    };

    expect(organizationFaultsWith({ stateAccess })).toEqual([
      'organization.stateAccess.breakGlass.users[0]: got "on-call", allowed: a principal that organization.stateAccess.trustedPrincipals.planners does not name',
    ]);
  });

  test("but no other principal, nor one of the same name that is not a principal of the project", () => {
    const trust = (...breakGlass: string[]) => ({ "stateAccess.trustedPrincipals.breakGlass": breakGlass });

    expect(organizationFaultsWith(trust(arn("user/on-call")))).toEqual([]);
    expect(organizationFaultsWith(trust(arn("user/terraform-user", "999999999999")))).toEqual([]);
    expect(
      organizationFaultsWith({ stateAccess: { ...existing, breakGlass: { users: ["TerraformPlanRole"] } } }),
    ).toEqual([]);
  });
});

describe("a trust refuses a role that the bootstrap creates", () => {
  test.each([
    ["writers", "TerraformExecutionRole", "organization.statePrincipals"],
    ["planners", "ci/terraformplanrole", "organization.stateAccess.planners"],
    ["planners", "TerraformExecutionRole", "organization.statePrincipals"],
    ["breakGlass", "TerraformBreakGlassRole", "organization.stateAccess.breakGlass"],
    ["breakGlass", "TerraformPlanRole", "organization.stateAccess.planners"],
  ])("%s: %s", (kind, role, setting) => {
    const trusted = arn(`role/${role}`);

    expect(organizationFaultsWith({ stateAccess: { ...noMfa, trustedPrincipals: { [kind]: [trusted] } } })).toEqual([
      `organization.stateAccess.trustedPrincipals.${kind}[0]: got "${trusted}", allowed: a principal that exists before the bootstrap, unlike the role of ${setting}, which it creates`,
    ]);
  });

  test("but not a role of that name in an account without an environment, nor an existing one", () => {
    const writers = (account: string) => ({ writers: [arn("role/TerraformPlanRole", account)] });

    expect(organizationFaultsWith({ stateAccess: { trustedPrincipals: writers("999999999999") } })).toEqual([]);
    expect(
      organizationFaultsWith({
        stateAccess: { createRoles: ["writers"], trustedPrincipals: writers("123456789012") },
      }),
    ).toEqual([]);
  });
});

describe("the role that the bootstrap assumes in other accounts", () => {
  const elsewhere = change(dev, { account: "210987654321" });
  const assuming = (assumeRole: string) =>
    faultsOf([elsewhere, prod], change(organization, { "bootstrap.assumeRole": assumeRole }));

  test.each([
    ["TerraformExecutionRole", "TerraformExecutionRole"],
    ["ops/terraformplanrole", "TerraformPlanRole"],
    ["TerraformReplication-prod", "TerraformReplication-"],
    ["platform-audit-trail", "platform-audit-"],
  ])("is not one that it creates: %s", (assumeRole, created) => {
    expect(assuming(assumeRole)).toEqual([
      `organization.bootstrap.assumeRole: got "${assumeRole}", allowed: a role that exists in each account before the bootstrap, which creates ${created}`,
    ]);
  });

  test("is any other", () => {
    expect(assuming("ops/Bootstrap")).toEqual([]);
  });
});
