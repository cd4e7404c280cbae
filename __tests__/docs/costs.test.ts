import { readFileSync } from "node:fs";
import path from "node:path";
import { App, Testing, TerraformStack } from "cdktf";
import { environments, organization } from "../support/example";
import { buildStacks } from "../../src/app";
import { endpointServices } from "../../src/constructs/vpc/endpoint-services";
import { projectRoot } from "../../src/operations/project";
import { Synthesized } from "../support/synthesize";

const page = readFileSync(path.join(projectRoot, "docs", "costs.md"), "utf8");

/** The counts of the page's first table: those of each environment by what is counted. */
function countsOnThePage(): Record<string, Record<string, number>> {
  const rows = page.split("\n").filter((line) => line.startsWith("|"));
  const [head = [], , ...body] = rows.map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  const counts = body.slice(
    0,
    body.findIndex(([what]) => what === head[0]),
  );
  const names = head.slice(1, -1);
  return Object.fromEntries(
    counts.map(([what = "", ...cells]) => [
      what,
      Object.fromEntries(names.map((name, position) => [name, Number(cells[position])])),
    ]),
  );
}

function countsIn(stack: Synthesized): Record<string, number> {
  const all = (type: string) => Object.values(stack.blocks(type));
  const groups = all("aws_eks_node_group").map(({ scaling_config }) => scaling_config as Record<string, number>);
  const total = (counts: (number | undefined)[]) => counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  const [disk] = all("aws_launch_template").map(
    ({ block_device_mappings }) => (block_device_mappings as { ebs: { volume_size: number } }[])[0]?.ebs.volume_size,
  );
  return {
    "control planes": all("aws_eks_cluster").length,
    "NAT gateways": all("aws_nat_gateway").length,
    "public IPv4 addresses": all("aws_eip").length,
    "interface endpoints, in all zones": total(
      all("aws_vpc_endpoint").map(({ subnet_ids }) => (subnet_ids as string[] | undefined)?.length),
    ),
    "nodes to begin with": total(groups.map(({ desired_size }) => desired_size)),
    "nodes at most": total(groups.map(({ max_size }) => max_size)),
    "GiB of gp3 for each node": disk ?? 0,
    "customer managed keys": all("aws_kms_key").length,
    "days of flow logs": stack.at("aws_cloudwatch_log_group.vpc_flow_logs_group").retention_in_days as number,
    "days of control plane logs": stack.at("aws_cloudwatch_log_group.cluster_logs").retention_in_days as number,
    repositories: all("aws_ecr_repository").length,
  };
}

describe("the cost note", () => {
  const app = new App();
  buildStacks(app, organization, environments);
  const counts = environments.map(({ name }) => {
    const stack = app.node.findChild(name);
    if (!TerraformStack.isStack(stack)) throw new Error(`${name} is no stack`);
    const json = JSON.parse(Testing.synth(stack)) as ConstructorParameters<typeof Synthesized>[0];
    return [name, countsIn(new Synthesized(json))] as const;
  });

  test.each(Object.keys(counts[0]?.[1] ?? {}))("has the right number of %s for each environment", (what) => {
    const expected = Object.fromEntries(counts.map(([name, byWhat]) => [name, byWhat[what]]));
    expect(countsOnThePage()[what]).toEqual(expected);
  });

  test("counts nothing that the test doesn't", () => {
    expect(Object.keys(countsOnThePage())).toEqual(Object.keys(counts[0]?.[1] ?? {}));
  });

  test("says how many services a private cluster's endpoints are", () => {
    const [all, withKarpenter] = [false, true].map(
      (karpenter) => endpointServices("cluster-private", karpenter).length,
    );
    expect(page.replace(/\s+/g, " ")).toContain(
      `\`cluster-private\` is ${all} services, ${withKarpenter} with Karpenter`,
    );
  });
});
