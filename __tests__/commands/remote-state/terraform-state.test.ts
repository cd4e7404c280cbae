import { CommandError } from "../../../src/commands/cli/command-error";
import {
  missingResources,
  parseState,
  resourceIds,
  sameContents,
  withSerial,
} from "../../../src/commands/remote-state/terraform-state";

type Instance = Record<string, unknown>;

function state(resources: Record<string, Instance[]>, serial = 1) {
  return parseState(
    JSON.stringify({
      version: 4,
      serial,
      lineage: "l",
      terraform_version: "1.13.5",
      resources: Object.entries(resources).map(([address, instances]) => {
        const [type, name] = address.split(".");
        return { mode: type === "data" ? "data" : "managed", type, name, instances };
      }),
    }),
    "test",
  );
}

describe("a Terraform state", () => {
  test("lists each instance of a managed resource by address and id", () => {
    const ids = resourceIds(
      state({
        "aws_vpc.vpc": [{ attributes: { id: "vpc-1" } }],
        "aws_subnet.each": [
          { index_key: "a", attributes: { id: "subnet-a" } },
          { index_key: 1, attributes: { id: "subnet-1" } },
        ],
      }),
    );
    expect(Object.fromEntries(ids)).toEqual({
      "aws_vpc.vpc": "vpc-1",
      'aws_subnet.each["a"]': "subnet-a",
      "aws_subnet.each[1]": "subnet-1",
    });
  });

  test("lacks a resource that exists with another ID", () => {
    const one = state({ "aws_kms_key.key": [{ attributes: { id: "old" } }] });
    const other = state({ "aws_kms_key.key": [{ attributes: { id: "new" } }] });
    expect(missingResources(one, other)).toEqual(["aws_kms_key.key (old)"]);
  });

  test("has the same contents as another with any serial and order, but not with another attribute", () => {
    const a = {
      "aws_vpc.vpc": [{ attributes: { id: "1", tags: { x: "y" } } }],
      "aws_eip.nat": [{ attributes: { id: "2" } }],
    };
    const reordered = { "aws_eip.nat": a["aws_eip.nat"], "aws_vpc.vpc": a["aws_vpc.vpc"] };
    expect(sameContents(state(a, 1), state(reordered, 7))).toBe(true);
    expect(sameContents(state(a), state({ ...a, "aws_vpc.vpc": [{ attributes: { id: "1", tags: {} } }] }))).toBe(false);
  });

  test("is refused with its origin if it is not JSON or has another format", () => {
    expect(() => parseState("{", "s3://bucket/key")).toThrow(CommandError);
    expect(() => parseState("{", "s3://bucket/key")).toThrow("s3://bucket/key is not JSON");
    expect(() => parseState('{"version": 3}', "old.tfstate")).toThrow(
      "old.tfstate is not a Terraform state of format 4",
    );
  });
});

describe("a state with another serial", () => {
  const text = `{
  "version": 4,
  "serial": 7,
  "lineage": "l",
  "resources": [{ "serial": 7, "large": 12345678901234567890, "exact": 1.10 }]
}`;

  test("is otherwise unchanged to the last digit", () => {
    expect(withSerial(text, 12)).toBe(text.replace('"serial": 7,\n', '"serial": 12,\n'));
  });

  test("has the right serial if another field of that name comes first", () => {
    const reordered = '{"outputs": {"serial": 1}, "text": "\\"serial\\": 2", "serial": 3}';
    expect(JSON.parse(withSerial(reordered, 9))).toEqual({
      outputs: { serial: 1 },
      text: '"serial": 2',
      serial: 9,
    });
  });

  test("is refused if the state has no serial", () => {
    expect(() => withSerial('{"outputs": {"serial": 1}}', 2)).toThrow("the state has no serial");
  });
});
