import {
  stateAccess,
  type StateAccessProps,
  unionOfAccess,
} from "../../../../src/constructs/state/access/state-access";

const props: StateAccessProps = {
  accountId: "123456789012",
  partition: "aws",
  writers: { roles: ["Writer"] },
  administrators: { roles: ["Administrator"] },
  breakGlass: { roles: ["BreakGlass"] },
};
const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;

describe("stateAccess", () => {
  test("keeps the path of roles and users", () => {
    const { writers } = stateAccess({ ...props, writers: { roles: ["/ci/aws/Deployer"], users: ["ops/anna"] } });

    expect(writers).toEqual([role("ci/aws/Deployer"), "arn:aws:iam::123456789012:user/ops/anna"]);
  });

  test("matches the roles of a permission set by a pattern, in every region of Identity Center", () => {
    const { planners } = stateAccess({ ...props, planners: { permissionSets: ["ReadOnly"] } });

    expect(planners).toEqual([role(`aws-reserved/sso.amazonaws.com*/AWSReservedSSO_ReadOnly_${"?".repeat(16)}`)]);
  });

  test.each(["writers", "administrators", "breakGlass"] as const)("fails when the list of %s is empty", (list) => {
    expect(() => stateAccess({ ...props, [list]: { roles: [], users: [], permissionSets: [] } })).toThrow(
      `${list} must name at least one role, user or permission set, since otherwise no principal has access`,
    );
  });

  test.each(["writers", "planners", "administrators"] as const)("fails when break-glass is among the %s", (list) => {
    expect(() => stateAccess({ ...props, [list]: { roles: ["Other", "BreakGlass"] } })).toThrow(
      `breakGlass must be kept for emergencies, got ${role("BreakGlass")}, which also has everyday access`,
    );
  });

  test("is in the account's own partition", () => {
    expect(stateAccess({ ...props, partition: "aws-cn" }).root).toBe("arn:aws-cn:iam::123456789012:root");
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
