import { environments, organization } from "../../environments";
import type { OrganizationSettings } from "../../src/settings/organization";
import { validateSettings } from "../../src/settings/validate";
import { bootstrapRefusal, stateAccessOf } from "../../src/stacks/bootstrap-access";

const settings = (changes: Partial<OrganizationSettings> = {}) =>
  validateSettings({ ...organization, ...changes }, environments);

const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
const session = (name: string) => `arn:aws:sts::123456789012:assumed-role/${name}/somebody`;

describe("who may bootstrap", () => {
  test.each([
    "arn:aws:iam::123456789012:user/terraform-user",
    "arn:aws:iam::123456789012:root",
    session("TerraformBreakGlassRole"),
  ])("is %s, as shipped", (caller) => {
    expect(bootstrapRefusal(settings(), caller)).toBeUndefined();
  });

  test.each([
    session("TerraformExecutionRole"),
    "arn:aws:iam::123456789012:user/somebody",
    "arn:aws:iam::210987654321:user/terraform-user",
    "arn:aws:iam::123456789012:user/not/terraform-user",
  ])("is not %s, who is told which setting to change", (caller) => {
    expect(bootstrapRefusal(settings(), caller)).toBe(
      `${caller} would be shut out by the policies that bootstrap is about to set: name that principal in ` +
        "organization.stateAccess.administrators, or call as one of arn:aws:iam::123456789012:user/terraform-user",
    );
  });

  test("is each session of a named role, whose path STS does not tell", () => {
    const named = settings({ stateAccess: { administrators: { roles: ["ops/Bootstrap"] } } });

    expect(bootstrapRefusal(named, session("Bootstrap"))).toBeUndefined();
    expect(bootstrapRefusal(named, session("Bootstrap2"))).toBeDefined();
  });

  test("is each session of a named permission set, but of no other that begins like it", () => {
    const named = settings({ stateAccess: { administrators: { permissionSets: ["Admin"] } } });

    expect(bootstrapRefusal(named, session("AWSReservedSSO_Admin_0123456789abcdef"))).toBeUndefined();
    expect(bootstrapRefusal(named, session("AWSReservedSSO_Admin_ReadOnly_0123456789abcdef"))).toBeDefined();
  });
});

describe("access to an environment's state", () => {
  test("is that of the settings, as shipped", () => {
    const { organization, environments } = settings();
    const [dev, prod] = environments as [(typeof environments)[number], (typeof environments)[number]];

    expect(stateAccessOf(organization, dev, prod)).toEqual({
      accountId: "123456789012",
      partition: "aws",
      root: "arn:aws:iam::123456789012:root",
      writers: [role("TerraformExecutionRole"), "arn:aws:iam::123456789012:user/terraform-user"],
      readers: [role("TerraformPlanRole")],
      administrators: ["arn:aws:iam::123456789012:user/terraform-user"],
      breakGlass: [role("TerraformBreakGlassRole")],
      replication: [],
    });
  });

  test("is administered by all who write where there are no users", () => {
    const { organization, environments } = settings({ statePrincipals: { roles: ["ci/Deployer"] } });
    const [prod] = environments.slice(-1) as [(typeof environments)[number]];

    expect(stateAccessOf(organization, prod, prod).administrators).toEqual([role("ci/Deployer")]);
  });
});
