import { environments, organization } from "../support/example";
import type { OrganizationSettings } from "../../src/settings/organization";
import { validateSettings } from "../../src/settings/validate";
import { bootstrapRefusal, stateAccessOf } from "../../src/stacks/bootstrap-access";
import { bootstrapAccountOf, type StateOwner } from "../../src/stacks/bootstrap-accounts";

const accountOf = (changes: Partial<OrganizationSettings> = {}) =>
  bootstrapAccountOf(validateSettings({ ...organization, ...changes }, environments));

const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
const permissionSet = (name: string) => role(`aws-reserved/sso.amazonaws.com/ap-northeast-1/AWSReservedSSO_${name}`);
const administrator = "arn:aws:iam::123456789012:user/terraform-user";

test("the role that the bootstrap assumes can also be a named administrator", () => {
  const elsewhere = environments.map((one) => ({ ...one, account: one.name === "dev" ? "210987654321" : one.account }));
  const changes = {
    stateAccess: { administrators: { roles: ["ops/Bootstrap"] } },
    bootstrap: { ...organization.bootstrap, assumeRole: "ops/Bootstrap" },
  };
  const account = bootstrapAccountOf(validateSettings({ ...organization, ...changes }, elsewhere), "210987654321");

  expect(stateAccessOf(account, account.stateEnvironment).administrators).toEqual([
    "arn:aws:iam::210987654321:role/ops/Bootstrap",
  ]);
});

describe("a principal that can run bootstrap", () => {
  test.each([administrator, role("TerraformBreakGlassRole")])("is %s, as shipped", (caller) => {
    expect(bootstrapRefusal(accountOf(), caller)).toBeUndefined();
  });

  test.each([
    [
      role("TerraformExecutionRole"),
      'name "TerraformExecutionRole" in organization.stateAccess.administrators.roles, or ',
    ],
    [role("ops/Bootstrap"), 'name "ops/Bootstrap" in organization.stateAccess.administrators.roles, or '],
    [
      permissionSet("Admin_0123456789abcdef"),
      'name "Admin" in organization.stateAccess.administrators.permissionSets, or ',
    ],
    [
      "arn:aws:iam::123456789012:user/unlisted",
      'name "unlisted" in organization.stateAccess.administrators.users, or ',
    ],
    [
      "arn:aws:iam::123456789012:user/not/terraform-user",
      'name "not/terraform-user" in organization.stateAccess.administrators.users, or ',
    ],
    ["arn:aws:iam::123456789012:root", ""],
  ])("is not %s, and the message names the setting to change", (caller, wayIn) => {
    expect(bootstrapRefusal(accountOf(), caller)).toBe(
      `${caller} would lose access through the policies that bootstrap is about to set: ${wayIn}use the credentials of one of ${administrator}`,
    );
  });

  test("is a named role with its path, and no other role of that name", () => {
    const named = accountOf({ stateAccess: { administrators: { roles: ["ops/Bootstrap"] } } });

    expect(bootstrapRefusal(named, role("ops/Bootstrap"))).toBeUndefined();
    expect(bootstrapRefusal(named, role("Bootstrap"))).toBeDefined();
    expect(bootstrapRefusal(named, role("ops/Bootstrap2"))).toBeDefined();
  });

  test("is a named permission set, but no other with the same prefix, nor its role named as an ordinary role", () => {
    const named = accountOf({ stateAccess: { administrators: { permissionSets: ["Admin"] } } });
    const asRole = accountOf({ stateAccess: { administrators: { roles: ["AWSReservedSSO_Admin_0123456789abcdef"] } } });

    expect(bootstrapRefusal(named, permissionSet("Admin_0123456789abcdef"))).toBeUndefined();
    expect(bootstrapRefusal(named, permissionSet("Admin_ReadOnly_0123456789abcdef"))).toBeDefined();
    expect(bootstrapRefusal(asRole, permissionSet("Admin_0123456789abcdef"))).toBeDefined();
  });
});

describe("access to an environment's state", () => {
  test("follows from the settings, as shipped", () => {
    const account = accountOf();
    const [dev] = account.environments as [StateOwner];

    expect(stateAccessOf(account, dev)).toEqual({
      accountId: "123456789012",
      partition: "aws",
      root: "arn:aws:iam::123456789012:root",
      writers: [role("TerraformExecutionRole"), "arn:aws:iam::123456789012:user/terraform-user"],
      planners: [role("TerraformPlanRole")],
      administrators: ["arn:aws:iam::123456789012:user/terraform-user"],
      breakGlass: [role("TerraformBreakGlassRole")],
      replication: [],
    });
  });

  test("is administered by all writers when there are no users", () => {
    const account = accountOf({ statePrincipals: { roles: ["ci/Deployer"] } });

    expect(stateAccessOf(account, account.stateEnvironment).administrators).toEqual([role("ci/Deployer")]);
  });

  test("names the role that the bootstrap assumes once, where it is also a named administrator", () => {
    const account = accountOf({
      stateAccess: { administrators: { roles: ["ops/Bootstrap"] } },
      bootstrap: { ...organization.bootstrap, assumeRole: "ops/Bootstrap" },
    });

    expect(stateAccessOf({ ...account, isMain: false }, account.stateEnvironment).administrators).toEqual([
      role("ops/Bootstrap"),
    ]);
  });
});
