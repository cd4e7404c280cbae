import { emptyPlan, summarizePlan } from "../../../src/commands/terraform/plan";

/** One entry of `resource_changes` as `terraform show -json` writes it. */
function change(address: string, actions: string[], more: Record<string, unknown> = {}) {
  const [type = "", name = ""] = address.replace(/^module\.\w+\./, "").split(".");
  const { before, after = {}, replace_paths, ...outside } = more;
  return { address, mode: "managed", type, name, change: { actions, before, after, replace_paths }, ...outside };
}

function summary(...resource_changes: unknown[]) {
  return summarizePlan({ format_version: "1.2", resource_changes });
}

test("a plan without resources does nothing", () => {
  expect(summarizePlan({ format_version: "1.2" })).toEqual(emptyPlan);
});

test("the numbers are those of Terraform's summary, and data sources are not counted", () => {
  expect(
    summary(
      change("aws_route.a", ["create"]),
      change("aws_route.b", ["update"]),
      change("aws_route.c", ["delete", "create"]),
      change("aws_route.d", ["create", "delete"]),
      change("aws_route.e", ["delete"]),
      change("aws_route.f", ["forget"]),
      change("aws_route.g", ["no-op"]),
      { ...change("aws_iam_policy_document.h", ["read"]), mode: "data", address: "data.aws_iam_policy_document.h" },
    ),
  ).toMatchObject({ add: 3, change: 1, destroy: 3, replace: 2, forget: 1, protected: [] });
});

test.each([
  "aws_eks_cluster.cluster",
  "aws_vpc.vpc",
  "aws_kms_key.key_secrets",
  "aws_kms_replica_key.key_state",
  "aws_s3_bucket.state_prod",
  "aws_ecr_repository.repositories_api",
  "aws_eip.vpc_nat_a_address",
  "aws_cloudwatch_log_group.cluster_logs",
  "aws_iam_openid_connect_provider.cluster_oidc_provider",
  "aws_subnet.vpc_database_a",
])("the destruction and the replacement of %s are listed by address and type", (address) => {
  const [type] = address.split(".");
  expect(summary(change(address, ["delete"])).protected).toEqual([{ address, type, action: "destroy", becauseOf: [] }]);
  for (const actions of [
    ["delete", "create"],
    ["create", "delete"],
  ]) {
    expect(summary(change(address, actions)).protected).toEqual([{ address, type, action: "replace", becauseOf: [] }]);
  }
});

test.each([["create"], ["update"], ["no-op"], ["forget"], ["read"]])(
  "a protected resource with the action %s is not destroyed",
  (action) => {
    expect(summary(change("aws_vpc.vpc", [action])).protected).toEqual([]);
  },
);

describe("access to the cluster", () => {
  const policy = (name: string) => ({ before: { policy_arn: `arn:aws:eks::aws:cluster-access-policy/${name}` } });
  const oidc = change("aws_iam_openid_connect_provider.cluster_oidc_provider", ["delete"]);
  const administrator = "aws_eks_access_policy_association.cluster_access_role_admin_administrator";
  const association = (actions: string[]) => change(administrator, actions, policy("AmazonEKSClusterAdminPolicy"));

  test("is listed where an administrator would lose it, and not where others would", () => {
    expect(summary(association(["delete"])).protected).toMatchObject([{ address: administrator, action: "destroy" }]);
    expect(summary(association(["delete", "create"])).protected).toMatchObject([{ action: "replace" }]);
    const others = ["AmazonEKSEditPolicy", "AmazonEKSViewPolicy", "AmazonEKSAdminPolicy"].map((name) =>
      change("aws_eks_access_policy_association.other", ["delete"], policy(name)),
    );
    expect(summary(...others, change("aws_eks_access_entry.entry", ["delete"])).protected).toEqual([]);
  });

  test.each([[["delete"]], [["delete", "create"]]])(
    "is not listed beside the cluster that a plan loses: %s",
    (actions) => {
      const plan = summary(change("aws_eks_cluster.cluster", actions), oidc, association(["delete"]));
      expect(plan.protected.map(({ address }) => address)).toEqual(["aws_eks_cluster.cluster"]);
      expect(summary(change("aws_vpc.vpc", actions), oidc).protected).toHaveLength(2);
    },
  );
});

test("subnets are not listed beside the VPC that a plan loses, but beside a cluster", () => {
  const listed = (address: string) =>
    summary(change(address, ["delete"]), change("aws_subnet.vpc_private_a", ["delete"])).protected.length;
  expect(listed("aws_vpc.vpc")).toBe(1);
  expect(listed("aws_eks_cluster.cluster")).toBe(2);
});

test("a replacement names the arguments that force it", () => {
  const replace_paths = [["cidr_block"], ["encryption_config", 0, "provider", 0, "key_arn"]];
  const { protected: destroyed } = summary(change("aws_vpc.vpc", ["delete", "create"], { replace_paths }));
  expect(destroyed[0]?.becauseOf).toEqual(["cidr_block", "encryption_config.0.provider.0.key_arn"]);
});

test.each([
  ["replace_because_tainted", ["delete", "create"]],
  ["replace_by_triggers", ["create", "delete"]],
  ["delete_because_no_resource_config", ["delete"]],
])("a destruction has the reason that Terraform gives: %s", (action_reason, actions) => {
  expect(summary(change("aws_vpc.vpc", actions, { action_reason })).protected).toMatchObject([
    { address: "aws_vpc.vpc", becauseOf: [], reason: action_reason },
  ]);
});

test.each<[string, string[], object, object, string[]]>([
  ["is not changed", ["no-op"], { name: "a" }, { name: "a" }, ["aws_eks_cluster.cluster"]],
  ["is updated", ["update"], { name: "a" }, { name: "a" }, ["aws_eks_cluster.cluster"]],
  ["is replaced under its name", ["create", "delete"], { name: "a" }, { name: "a" }, ["aws_eks_cluster.cluster"]],
  ["is replaced by another name", ["create", "delete"], { name: "a" }, { name: "b" }, []],
  ["is destroyed", ["delete"], { name: "a" }, {}, []],
  ["is created", ["create"], {}, { name: "a" }, []],
])("whether a cluster keeps its name is known when it %s", (_, actions, before, after, kept) => {
  expect(summary(change("aws_eks_cluster.cluster", actions, { before, after })).keptClusters).toEqual(kept);
});

test("the deposed object of an interrupted replacement is listed, too", () => {
  const left = change("aws_kms_key.state_key", ["delete"], { deposed: "a1b2c3d4" });
  expect(summary(left)).toMatchObject({
    destroy: 1,
    protected: [{ address: "aws_kms_key.state_key", reason: "deposed" }],
  });
});

test("resources in modules and with keys are listed by their full address", () => {
  const address = 'module.images.aws_ecr_repository.this["api"]';
  expect(summary(change(address, ["delete"])).protected).toMatchObject([{ address, type: "aws_ecr_repository" }]);
});

test("clusters that are created are listed by name, those that are replaced are not", () => {
  const { newClusters } = summary(
    change("aws_eks_cluster.cluster", ["create"], { after: { name: "platform-dev" } }),
    change("aws_eks_cluster.other", ["delete", "create"], { after: { name: "platform-old" } }),
    change("aws_eks_cluster.unnamed", ["create"], { after: {} }),
  );
  expect(newClusters).toEqual(["platform-dev"]);
});

test("an action that Terraform does not document is an error", () => {
  expect(() => summary(change("aws_vpc.vpc", ["vaporize"]))).toThrow(/actions/);
});

test("new log groups are told by address and name; a changed, removed or imported one is not new", () => {
  const created = { after: { name: "/aws/eks/platform-dev/cluster" } };
  expect(
    summary(
      change("aws_cloudwatch_log_group.cluster_logs", ["create"], created),
      change("aws_cloudwatch_log_group.flow", ["update"], { after: { name: "/aws/vpc/platform-dev/flow-logs" } }),
      change("aws_cloudwatch_log_group.old", ["delete"], { after: null }),
      change("aws_sqs_queue.queue", ["create"], { after: { name: "queue" } }),
    ).newLogGroups,
  ).toEqual({ "aws_cloudwatch_log_group.cluster_logs": "/aws/eks/platform-dev/cluster" });
});
