import { itemOn } from "../plan-of";

const changes = (...args: Parameters<typeof itemOn>) => itemOn(...args).attributes;

test("an attribute within blocks is named by its path, and lists have no order", () => {
  const config = (...ranges: string[]) => ({
    vpc_config: [{ endpoint_public_access: true, public_access_cidrs: ranges }],
  });
  expect(changes("aws_eks_cluster.a", ["update"], { before: config("b", "a"), after: config("c", "b") })).toEqual([
    { name: "vpc_config.public_access_cidrs", value: "shown", before: "a, b", after: "b, c" },
  ]);
});

test("what is empty on both sides is no change", () => {
  expect(
    changes("aws_vpc.a", ["update"], { before: { tags: null, cidr_block: "" }, after: { tags: {}, cidr_block: null } }),
  ).toEqual([]);
});

test("what is known after the apply is told of a change, and of a replacement only where it forces that", () => {
  const unknown = { after_unknown: { arn: true, cidr_block: true } };
  expect(changes("aws_vpc.a", ["update"], { before: { cidr_block: "x" }, after: {}, ...unknown })).toEqual([
    { name: "arn", value: "hidden" },
    { name: "cidr_block", value: "shown", before: "x", after: "(known after apply)" },
  ]);
  const replace_paths = [["cidr_block"]];
  const replaced = changes("aws_vpc.a", ["delete", "create"], {
    before: { cidr_block: "x", arn: "y" },
    after: {},
    ...unknown,
    replace_paths,
  });
  expect(replaced.map(({ name }) => name)).toEqual(["cidr_block"]);
});

test("a tag is told once, and a default tag by tags_all", () => {
  const before = { tags: { a: "1" }, tags_all: { a: "1", d: "1" } };
  const after = { tags: { a: "2" }, tags_all: { a: "2", d: "2" } };
  expect(changes("aws_vpc.a", ["update"], { before, after }).map(({ name }) => name)).toEqual(["tags.a", "tags_all.d"]);
});

test("an unknown type has names of attributes only", () => {
  expect(changes("other_thing.a", ["create"], { after: { size: 1, data: { a: "b" } } })).toEqual([
    { name: "data", value: "hidden" },
    { name: "size", value: "hidden" },
  ]);
});

test("blocks of which there are several are not shown in part", () => {
  const rules = (days: number) => ({ rule: [{ default_retention: [{ days }] }, { default_retention: [{ days: 1 }] }] });
  expect(
    changes("aws_s3_bucket_object_lock_configuration.a", ["update"], { before: rules(1), after: rules(2) }),
  ).toEqual([{ name: "rule", value: "hidden" }]);
});

test("a value that becomes sensitive is a change", () => {
  const inside = { before: { cidr_block: "x" }, after: { cidr_block: "x" }, after_sensitive: { cidr_block: true } };
  expect(changes("aws_vpc.a", ["update"], inside)).toEqual([{ name: "cidr_block", value: "sensitive" }]);
});

test("a list that changes in its order alone is shown in it", () => {
  const [before, after] = [
    ["b", "a"],
    ["a", "b"],
  ].map((instance_types) => ({ instance_types }));
  expect(changes("aws_eks_node_group.a", ["update"], { before, after })).toEqual([
    { name: "instance_types", value: "shown", before: "b, a", after: "a, b" },
  ]);
});
