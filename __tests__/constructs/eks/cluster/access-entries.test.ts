import type { ClusterOptions } from "../../../../src/constructs/eks/cluster/cluster-options";
import { synthesizeCluster } from "./cluster-fixture";

const account = "arn:aws:iam::123456789012";

const withAccess = (access: ClusterOptions["access"]) => synthesizeCluster({ access });

describe("AccessEntries", () => {
  const everybody = withAccess({
    administrators: [`${account}:role/Admin`],
    developers: [{ principalArn: `${account}:role/teams/Payments`, namespaces: ["payments", "payments-*"] }],
    viewers: [`${account}:user/auditor`, "arn:aws:iam::999988887777:role/Auditor"],
  });

  test("are keyed by the principal's name, with its account if that differs", () => {
    expect(everybody.ids("aws_eks_access_entry")).toEqual([
      "cluster_access_999988887777_role_Auditor",
      "cluster_access_role_Admin",
      "cluster_access_role_teams_Payments",
      "cluster_access_user_auditor",
    ]);
    expect(everybody.at("aws_eks_access_entry.cluster_access_role_teams_Payments")).toMatchObject({
      cluster_name: "platform-dev",
      principal_arn: `${account}:role/teams/Payments`,
    });
  });

  test("give administrators the whole cluster", () => {
    expect(everybody.at("aws_eks_access_policy_association.cluster_access_role_Admin_administrator")).toMatchObject({
      principal_arn: `${account}:role/Admin`,
      policy_arn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
      access_scope: { type: "cluster" },
    });
  });

  test("let developers edit their namespaces", () => {
    expect(
      everybody.at("aws_eks_access_policy_association.cluster_access_role_teams_Payments_developer"),
    ).toMatchObject({
      policy_arn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy",
      access_scope: { type: "namespace", namespaces: ["payments", "payments-*"] },
    });
  });

  test("let viewers read the cluster except the contents of its secrets", () => {
    expect(everybody.at("aws_eks_access_policy_association.cluster_access_user_auditor_viewer")).toMatchObject({
      policy_arn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
      access_scope: { type: "cluster" },
    });
  });

  test("associate a policy after its entry exists, and add an entry after the cluster exists", () => {
    const entry = "aws_eks_access_entry.cluster_access_role_Admin";
    expect(everybody.dependencies("aws_eks_access_policy_association.cluster_access_role_Admin_administrator")).toEqual(
      [entry],
    );
    expect(everybody.dependencies(entry)).toEqual(["aws_eks_cluster.cluster"]);
  });

  test("have one entry for a principal with two parts", () => {
    const lead = `${account}:role/Lead`;
    const both = withAccess({ developers: [{ principalArn: lead, namespaces: ["web"] }], viewers: [lead] });
    expect(both.ids("aws_eks_access_entry")).toEqual(["cluster_access_role_Lead"]);
    expect(both.ids("aws_eks_access_policy_association")).toEqual([
      "cluster_access_role_Lead_developer",
      "cluster_access_role_Lead_viewer",
    ]);
  });

  test("do not change when a principal is added", () => {
    const before = withAccess({ viewers: [`${account}:role/Old`] });
    const after = withAccess({ viewers: [`${account}:role/New`, `${account}:role/Old`] });
    expect(after.json.resource?.aws_eks_access_entry).toMatchObject(before.json.resource?.aws_eks_access_entry ?? {});
  });
});
