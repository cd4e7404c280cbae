import { compareDrift, knownDriftOf } from "../../emulator/known-drift";

type Attributes = Record<string, unknown>;

function change(address: string, before: Attributes | null, after: Attributes | null, after_unknown: Attributes = {}) {
  const actions = before === null ? ["create"] : ["update"];
  const [type = ""] = address.split(".");
  return { address, type, mode: "managed", change: { actions, before, after, after_unknown } };
}

function unchanged(address: string) {
  const [type = ""] = address.split(".");
  return { address, type, mode: "managed", change: { actions: ["no-op"], before: {}, after: {}, after_unknown: {} } };
}

describe("compareDrift", () => {
  test("finds nothing in an empty plan", () => {
    expect(compareDrift({ resource_changes: [unchanged("aws_vpc.main")] }, {})).toEqual({ unlisted: [], stale: [] });
  });

  test("has a list for every version of the provider, empty where nothing is known", () => {
    expect(knownDriftOf("6.20.0")).toEqual({});
  });

  test("passes over listed attributes", () => {
    const plan = { resource_changes: [change("aws_flow_log.main", { tags: null, id: "1" }, { tags: {}, id: "1" })] };
    expect(compareDrift(plan, { aws_flow_log: ["tags"] })).toEqual({ unlisted: [], stale: [] });
  });

  test("reports attributes that are not listed, those known only after the apply included", () => {
    const plan = {
      resource_changes: [
        change("aws_flow_log.main", { tags: null, format: "a" }, { tags: {}, format: "b" }, { arn: true, kept: false }),
      ],
    };
    expect(compareDrift(plan, { aws_flow_log: ["tags"] }).unlisted).toEqual([
      "aws_flow_log.main.arn: null -> unknown",
      'aws_flow_log.main.format: "a" -> "b"',
    ]);
  });

  test("reports a resource that would be created, whatever is listed", () => {
    const plan = { resource_changes: [change("aws_flow_log.main", null, { tags: {} })] };
    expect(compareDrift(plan, { aws_flow_log: ["tags"] })).toEqual({
      unlisted: ["aws_flow_log.main: create"],
      stale: ["aws_flow_log.tags"],
    });
  });

  test("reports a replacement, whatever is listed", () => {
    const replaced = change("aws_flow_log.main", { tags: null }, { tags: {} });
    const plan = { resource_changes: [{ ...replaced, change: { ...replaced.change, actions: ["delete", "create"] } }] };
    expect(compareDrift(plan, { aws_flow_log: ["tags"] }).unlisted).toEqual(["aws_flow_log.main: delete, create"]);
  });

  test("reports an entry that no resource needs, of the types that the plan has", () => {
    const plan = { resource_changes: [unchanged("aws_flow_log.main")] };
    const drift = { aws_flow_log: ["tags"], aws_vpc_endpoint: ["policy"] };
    expect(compareDrift(plan, drift).stale).toEqual(["aws_flow_log.tags"]);
  });

  test("leaves data sources out", () => {
    const read = { ...change("aws_region.main", { name: "a" }, { name: "b" }), mode: "data" };
    expect(compareDrift({ resource_changes: [read] }, {}).unlisted).toEqual([]);
  });
});
