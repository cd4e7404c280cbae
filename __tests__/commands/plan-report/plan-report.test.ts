import { readFileSync } from "node:fs";
import path from "node:path";
import { summarizePlan } from "../../../src/commands/terraform/plan";
import { planReport } from "../../../src/commands/plan-report/plan-report";
import { change, itemOn, place, reportOn } from "./plan-of";

const saved = (name: string): unknown =>
  JSON.parse(readFileSync(path.join(__dirname, "plans", `${name}.json`), "utf8"));

describe("a plan of Terraform that changes the encryption back and opens the endpoint", () => {
  const plan = saved("encryption-changed-back");
  const report = planReport(plan, place, {});

  test("is ordered by risk, with the reasons in words", () => {
    expect(report.items.map(({ section, action, address }) => `${section}: ${action} ${address}`)).toEqual([
      "irreversible: destroy aws_kms_key.key_images",
      "irreversible: destroy aws_kms_key.key_logs",
      "irreversible: destroy aws_kms_key.key_volumes",
      "irreversible: replace aws_ecr_repository.repositories_api",
      "irreversible: replace aws_ecr_repository.repositories_web",
      "exposure: update aws_eks_cluster.cluster",
      "policies: destroy aws_iam_role_policy.cluster_addon_aws_ebs_csi_driver_role_volume_key",
      "interruption: update aws_eks_node_group.cluster_nodes_general",
      "other: destroy aws_kms_alias.key_images_alias",
      "other: destroy aws_kms_alias.key_logs_alias",
      "other: destroy aws_kms_alias.key_volumes_alias",
      "other: update aws_cloudwatch_log_group.cluster_logs",
      "other: update aws_cloudwatch_log_group.vpc_flow_logs_group",
      "other: update aws_iam_role_policy.vpc_flow_logs_role_policy",
      "other: update aws_launch_template.cluster_nodes_general_launch_template",
    ]);
    expect(report.items[3]?.reasons).toEqual([
      { text: "replaced, because of", value: "encryption_configuration.encryption_type" },
      { text: "its images are deleted" },
    ]);
    expect(report.items[5]?.reasons).toEqual([
      { text: "the public endpoint of the cluster accepts connections from", value: "203.0.113.0/24" },
    ]);
  });

  test("has the counts, and the resources that need confirmation, of a deployment", () => {
    const summary = summarizePlan(plan);
    expect(summary).toMatchObject(report.counts);
    expect(report.counts).toMatchObject({ add: 2, change: 6, destroy: 9, replace: 2 });
    const confirmed = report.items.filter(({ needsConfirmation }) => needsConfirmation).map(({ address }) => address);
    expect(confirmed.sort()).toEqual(summary.protected.map(({ address }) => address).sort());
  });

  test("tells that a policy whose document is read again keeps its statements", () => {
    expect(
      report.items.find(({ type, action }) => type === "aws_iam_role_policy" && action === "update"),
    ).toMatchObject({
      reasons: [{ text: "policy is written again, with the same statements" }],
      statements: [],
    });
  });

  test("names outputs without values, and the costs", () => {
    expect(report.outputs).toContainEqual({ name: "volume_key_arn", change: "removed" });
    expect(report.costs).toMatchObject({ monthly: -3, lines: [{ what: "customer managed key", before: 3, after: 0 }] });
  });
});

test("no-ops and reads of data are left out", () => {
  const changes = [change("aws_vpc.a", ["no-op"]), change("data.aws_region.b", ["read"])];
  expect(reportOn(changes)).toMatchObject({ items: [], counts: { add: 0 } });
});

test("forget, import and moved are named", () => {
  expect(itemOn("aws_vpc.a", ["forget"])).toMatchObject({ action: "forget", section: "other" });
  expect(itemOn("aws_vpc.a", ["no-op"], { importing: { id: "vpc-1" } })).toMatchObject({
    action: "none",
    imported: true,
  });
  const moved = change("aws_vpc.a", ["no-op"], { outside: { previous_address: "aws_vpc.old" } });
  expect(reportOn([moved])).toMatchObject({ items: [{ movedFrom: "aws_vpc.old" }], counts: { move: 1 } });
});

test("a creation that was cut short is the reason of a replacement, and a deposed object is named", () => {
  const tainted = { outside: { action_reason: "replace_because_tainted" } };
  expect(itemOn("aws_vpc.a", ["delete", "create"], tainted).reasons[0]?.text).toContain("its creation was cut short");
  const deposed = itemOn("aws_kms_key.a", ["delete"], { outside: { deposed: "a1b2c3d4" } });
  expect(deposed).toMatchObject({ address: "aws_kms_key.a (deposed)", needsConfirmation: true });
});

test("drift is apart from the changes, by names of attributes, without what is empty on both sides", () => {
  const drift = [
    change("aws_vpc.a", ["update"], { before: { tags: null, cidr_block: "x" }, after: { tags: {}, cidr_block: "x" } }),
    change("aws_vpc.b", ["update"], { before: { tags: { a: "1" } }, after: { tags: { a: "2" } } }),
    change("aws_vpc.c", ["delete"], { before: {}, after: null }),
  ];
  expect(reportOn([], { resource_drift: drift }).drift).toEqual([
    { address: "aws_vpc.b", type: "aws_vpc", change: "updated", attributes: ["tags"] },
    { address: "aws_vpc.c", type: "aws_vpc", change: "deleted", attributes: [] },
  ]);
});

test("deferred changes and failed checks are named", () => {
  const more = {
    deferred_changes: [{ reason: "provider_config_unknown", resource_change: change("aws_vpc.a", ["create"]) }],
    checks: [
      { address: { to_display: "output.a" }, status: "fail" },
      { address: { to_display: "output.b" }, status: "pass" },
    ],
  };
  expect(reportOn([], more)).toMatchObject({
    deferred: [{ address: "aws_vpc.a", reason: "provider config unknown" }],
    failedChecks: ["output.a"],
  });
});
