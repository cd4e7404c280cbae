import {
  stateAccess,
  type StateAccessProps,
  unionOfAccess,
} from "../../../../src/constructs/state/access/state-access";
import { organizationFaultsWith } from "../../../settings/example-settings";
import { optionFaults } from "../../../support/option-faults";

const props: StateAccessProps = {
  accountId: "123456789012",
  partition: "aws",
  writers: { roles: ["Writer"] },
  administrators: { roles: ["Administrator"] },
  breakGlass: { roles: ["BreakGlass"] },
};
const faultsOf = (changes: object) => optionFaults(() => stateAccess({ ...props, ...changes }));
const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;

describe("stateAccess", () => {
  test("keeps the path of roles and users", () => {
    const { writers } = stateAccess({ ...props, writers: { roles: ["ci/aws/Deployer"], users: ["ops/anna"] } });

    expect(writers).toEqual([role("ci/aws/Deployer"), "arn:aws:iam::123456789012:user/ops/anna"]);
  });

  test("matches the roles of a permission set by a pattern, in every region of Identity Center", () => {
    const { planners } = stateAccess({ ...props, planners: { permissionSets: ["ReadOnly"] } });

    expect(planners).toEqual([role(`aws-reserved/sso.amazonaws.com*/AWSReservedSSO_ReadOnly_${"?".repeat(16)}`)]);
  });

  test.each(["writers", "administrators", "breakGlass"])("refuses an empty list of %s", (list) => {
    expect(faultsOf({ [list]: {} })).toEqual([
      `${list}: got {"roles":[],"users":[],"permissionSets":[]}, allowed: at least one role, user or permission set, since otherwise no principal has access`,
    ]);
  });

  test.each(["writers", "planners", "administrators"])("refuses break-glass that is among the %s", (list) => {
    expect(faultsOf({ [list]: { roles: ["Other", "BreakGlass"] } })).toEqual([
      `breakGlass.roles[0]: got "BreakGlass", allowed: a principal that ${list} does not name`,
    ]);
  });

  test.each([
    ["a session", "arn:aws:sts::123456789012:assumed-role/Admin/me"],
    ["a service-linked role", "aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS"],
    ["a leading slash", "/ci/Deployer"],
    ["null", null],
  ])("refuses %s as a name, with the message of the settings", (_, name) => {
    const faults = faultsOf({ writers: { roles: [name] } });
    expect(faults).toHaveLength(1);
    expect(organizationFaultsWith({ statePrincipals: { roles: [name] } })).toEqual(
      faults.map((line) => line.replace("writers", "organization.statePrincipals")),
    );
  });

  test.each([
    ["of another letter case", { roles: ["breakglass"] }],
    ["of another path", { roles: ["ci/BreakGlass"] }],
  ])("refuses break-glass that is a writer %s", (_, writers) => {
    expect(() => stateAccess({ ...props, writers })).toThrow("a principal that writers does not name");
  });

  test("refuses break-glass that is the role of an everyday permission set", () => {
    const breakGlass = { roles: ["aws-reserved/sso.amazonaws.com/AWSReservedSSO_Daily_0123456789abcdef"] };

    expect(() => stateAccess({ ...props, writers: { permissionSets: ["Daily"] }, breakGlass })).toThrow(
      "a principal that writers does not name",
    );
    expect(() => stateAccess({ ...props, writers: { permissionSets: ["Dail"] }, breakGlass })).not.toThrow();
  });

  test("is in the account's own partition", () => {
    expect(stateAccess({ ...props, partition: "aws-us-gov" }).root).toBe("arn:aws-us-gov:iam::123456789012:root");
  });
});

test("the union of access names each principal once", () => {
  const one = stateAccess({ ...props, planners: { roles: ["Planner"] } });
  const other = stateAccess({ ...props, writers: { roles: ["Writer", "Other"] }, replicationRoles: ["Copier"] });

  expect(unionOfAccess([one, other])).toMatchObject({
    writers: [role("Writer"), role("Other")],
    planners: [role("Planner")],
    administrators: [role("Administrator")],
    breakGlass: [role("BreakGlass")],
    replication: [role("Copier")],
  });
});
