import { actorsOf, presupposedPrincipals } from "../../../emulator/principals/presupposed";
import { validateSettings } from "../../../src/settings/validate";
import * as twoAccounts from "../../../fork/variants/two-accounts";
import { environments, organization } from "../../support/example";

describe("the principals that must exist before bootstrap", () => {
  test("are those that the settings name, without the roles that bootstrap creates", () => {
    expect(presupposedPrincipals(validateSettings(organization, environments))).toEqual([
      "arn:aws:iam::123456789012:user/terraform-user",
      "arn:aws:iam::123456789012:role/PlatformAdministrator",
      "arn:aws:iam::123456789012:role/PlatformViewer",
    ]);
  });

  test("are also the role that bootstrap assumes in each other account, and whom the created roles trust", () => {
    const settings = validateSettings(twoAccounts.organization, twoAccounts.environments);
    expect(presupposedPrincipals(settings)).toEqual([
      "arn:aws:iam::444455556666:role/ops/PlatformAdmin",
      "arn:aws:iam::111122223333:role/ops/PlatformAdmin",
      "arn:aws:iam::111122223333:role/ops/Bootstrap",
      "arn:aws:iam::444455556666:role/SecurityOnCall",
      "arn:aws:iam::111122223333:role/Developer",
    ]);
  });

  test("are the roles of writers and of permission sets if bootstrap does not create them", () => {
    const stateAccess = {
      administrators: { permissionSets: ["Administrators"] },
      createRoles: ["planners" as const],
      breakGlassNeedsMfa: false,
    };
    const arns = presupposedPrincipals(validateSettings({ ...organization, stateAccess }, environments));
    expect(arns).toContain("arn:aws:iam::123456789012:role/TerraformExecutionRole");
    expect(arns).toContain("arn:aws:iam::123456789012:role/TerraformBreakGlassRole");
    expect(arns).not.toContain("arn:aws:iam::123456789012:role/TerraformPlanRole");
    expect(arns).toContain(
      "arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Administrators_0123456789abcdef",
    );
  });
});

test("the principals of an environment's work are those of its account", () => {
  const settings = validateSettings(twoAccounts.organization, twoAccounts.environments);
  expect(actorsOf(settings, { name: "staging" })).toEqual({
    administrator: "arn:aws:iam::111122223333:role/ops/PlatformAdmin",
    deployer: "arn:aws:iam::111122223333:role/ci/Deployer",
    planner: "arn:aws:iam::111122223333:role/ci/Planner",
    breakGlass: "arn:aws:iam::111122223333:role/TerraformBreakGlassRole",
  });
  expect(() => actorsOf(settings, { name: "test" })).toThrow("there is no environment named test");
});
