import { compareStates, outputNames, resourcesOf } from "../../../src/commands/remote-state/state-contents";
import { parseState } from "../../../src/commands/remote-state/terraform-state";

type Instance = Record<string, unknown>;

function state(instances: Record<string, Instance[]>, outputs: Record<string, unknown> = {}) {
  const resources = Object.entries(instances).map(([address, found]) => {
    const [type, name] = address.split(".");
    return { mode: type === "data" ? "data" : "managed", type, name, instances: found };
  });
  return parseState(
    JSON.stringify({ version: 4, serial: 1, lineage: "l", terraform_version: "1.13.5", outputs, resources }),
    "test",
  );
}

describe("the resources of a state", () => {
  test("are ordered by address; tainted and deposed ones are marked, data sources are omitted", () => {
    const found = resourcesOf(
      state({
        "aws_vpc.vpc": [{ attributes: { id: "vpc-1" }, status: "tainted" }],
        "aws_eip.nat": [
          { index_key: "a", attributes: { id: "eip-1" } },
          { index_key: "a", deposed: "0a1b2c3d", attributes: { id: "eip-0" } },
        ],
        "data.aws_caller_identity": [{ attributes: { id: "1" } }],
      }),
    );
    expect([...found.keys()]).toEqual(['aws_eip.nat["a"]', 'aws_eip.nat["a"] (deposed 0a1b2c3d)', "aws_vpc.vpc"]);
    expect(found.get("aws_vpc.vpc")?.status).toBe("tainted");
  });

  test("of two states are compared by names of attributes and outputs alone", () => {
    const from = state(
      {
        "aws_vpc.vpc": [{ attributes: { id: "vpc-1", cidr: "10.0.0.0/16", tags: { a: "1" } } }],
        "aws_eip.old": [{ attributes: { id: "eip-1" } }],
        "aws_iam_role.same": [{ attributes: { id: "r", list: [1, 2] } }],
        "aws_kms_key.key": [{ attributes: { id: "k" } }],
      },
      { password: { value: "hunter2" }, name: { value: "x" } },
    );
    const to = state(
      {
        "aws_vpc.vpc": [{ attributes: { id: "vpc-1", cidr: "10.1.0.0/16", tags: { a: "2" }, ipv6: true } }],
        "aws_eip.new": [{ attributes: { id: "eip-2" } }],
        "aws_iam_role.same": [{ attributes: { list: [1, 2], id: "r" } }],
        "aws_kms_key.key": [{ attributes: { id: "k" }, status: "tainted" }],
      },
      { password: { value: "hunter3" }, name: { value: "x" } },
    );
    expect(compareStates(from, to)).toEqual({
      added: ["aws_eip.new"],
      removed: ["aws_eip.old"],
      changed: { "aws_vpc.vpc": ["cidr", "ipv6", "tags"], "aws_kms_key.key": ["(status)"] },
      outputs: ["password"],
    });
    expect(outputNames(from)).toEqual(["name", "password"]);
  });
});
