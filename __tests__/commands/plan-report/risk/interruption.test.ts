import { itemOn } from "../plan-of";

const group = "aws_eks_node_group.a";
const size = (desired_size: number) => ({ scaling_config: [{ desired_size }] });

test.each<[string, string, string[], object, object, string]>([
  [
    "another version of the nodes",
    group,
    ["update"],
    { version: "1.35" },
    { version: "1.36" },
    "every node of the group is replaced",
  ],
  [
    "the loss of a type that is not known",
    "aws_db_instance.a",
    ["delete"],
    {},
    {},
    "what is lost with it is not known",
  ],
  ["fewer nodes", group, ["update"], size(3), size(2), "nodes are removed"],
  ["another group", group, ["delete", "create"], {}, {}, "the pods of its nodes are evicted"],
  [
    "an upgrade",
    "aws_eks_cluster.a",
    ["update"],
    { version: "1.35" },
    { version: "1.36" },
    "can be rolled back for 7 days",
  ],
  ["a NAT gateway that goes", "aws_nat_gateway.a", ["delete"], {}, {}, "outgoing connections through the gateway end"],
  [
    "a shorter retention of logs",
    "aws_cloudwatch_log_group.a",
    ["update"],
    { retention_in_days: 0 },
    { retention_in_days: 7 },
    "logs that are older",
  ],
  [
    "a bucket without versions",
    "aws_s3_bucket_versioning.a",
    ["update"],
    { versioning_configuration: [{ status: "Enabled" }] },
    { versioning_configuration: [{ status: "Suspended" }] },
    "cannot be restored",
  ],
  [
    "another version of an add-on",
    "aws_eks_addon.a",
    ["update"],
    { addon_version: "1" },
    { addon_version: "2" },
    "restart",
  ],
])("%s interrupts service", (_, address, actions, before, after, text) => {
  const { section, reasons } = itemOn(address, actions, { before, after });
  expect(section).toBe("interruption");
  expect(reasons.map((reason) => reason.text).join("; ")).toContain(text);
});

test.each<[string, string, string[], object, object]>([
  ["more nodes", group, ["update"], size(2), size(3)],
  ["a label", group, ["update"], { labels: {} }, { labels: { a: "b" } }],
  ["a tag of a gateway", "aws_nat_gateway.a", ["update"], { tags: {} }, { tags: { a: "b" } }],
  ["the loss of a rule's target", "aws_cloudwatch_event_target.a", ["delete"], {}, {}],
  ["a new gateway", "aws_nat_gateway.a", ["create"], {}, {}],
  [
    "a longer retention of logs",
    "aws_cloudwatch_log_group.a",
    ["update"],
    { retention_in_days: 7 },
    { retention_in_days: 14 },
  ],
])("%s interrupts nothing", (_, address, actions, before, after) => {
  expect(itemOn(address, actions, { before, after }).section).toBe("other");
});

test("a key that is disabled is told with what that means", () => {
  const [before, after] = [{ is_enabled: true }, { is_enabled: false }];
  expect(itemOn("aws_kms_key.a", ["update"], { before, after })).toMatchObject({
    section: "policies",
    reasons: [{ text: "what it encrypts cannot be read while it is disabled" }],
  });
});
