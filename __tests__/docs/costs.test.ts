import { existsSync, readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { countsOf } from "../../reference/costs/counts";
import { costTable } from "../../reference/costs/table";
import { endpointServices } from "../../src/constructs/vpc/endpoint-services";
import { projectRoot } from "../../src/commands/cli/project";
import { change } from "../settings/example-settings";
import { dev, environments, organization, prod } from "../support/example";
import { createExampleProject } from "../support/example-project";

const page = readFileSync(path.join(projectRoot, "docs", "costs.md"), "utf8");

describe("the cost note", () => {
  test("has the counts of the example settings", () => {
    expect(page).toContain(`\n\n${costTable(countsOf(organization, environments))}\n\n`);
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

describe("the counts of what is paid for", () => {
  test("follow the settings, whatever the environments are called", () => {
    const lab = change(dev, {
      name: "lab",
      account: "210987654321",
      "network.cidr": "10.30.0.0/16",
      "network.natGateways": "none",
      "network.interfaceEndpoints": "cluster-private",
      "network.flowLogRetentionDays": 30,
      "cluster.logRetentionDays": 7,
      "cluster.sessionManagerAccess": true,
      "cluster.nodeGroups": {
        system: { instanceTypes: ["m7g.large"], minSize: 1, desiredSize: 1, maxSize: 2, diskSizeGiB: 100 },
        batch: {
          instanceTypes: ["m6i.large"],
          amiType: "BOTTLEROCKET_x86_64",
          minSize: 0,
          desiredSize: 2,
          maxSize: 5,
          diskSizeGiB: 30,
        },
      },
      repositories: {},
    });
    expect(countsOf(organization, [prod, lab])).toEqual({
      prod: expect.objectContaining({ "NAT gateways": 3 }) as unknown,
      lab: {
        "control planes": 1,
        "NAT gateways": 0,
        "public IPv4 addresses": 0,
        "interface endpoints, in all zones": 2 * endpointServices("cluster-private", false).length,
        "nodes to begin with": 3,
        "nodes at most": 7,
        "GiB of gp3 for each node": "30, 100",
        "instances for Session Manager": 1,
        "customer managed keys": 1,
        "days of flow logs": 30,
        "days of control plane logs": 7,
        repositories: 0,
      },
    });
  });

  test("has columns of three characters or more, as Prettier formats them", () => {
    const [, delimiters] = costTable({ a: { "NAT gateways": 0 }, "p-2": {} }).split("\n");
    expect(delimiters).toMatch(/^\| -+ \| --- \| --- \| -+ \|$/);
  });

  test("are a table with a column for each environment and a row for each count", () => {
    const counts = countsOf(organization, environments);
    const rows = costTable({ one: counts.dev ?? {}, two: counts.prod ?? {}, three: counts.dev ?? {} }).split("\n");
    expect(rows[0]).toMatch(/^\| what +\| one \| two \| three \| setting that changes it +\|$/);
    expect(new Set(rows.map((row) => row.length)).size).toBe(1);
    expect(rows.slice(2).map((row) => row.split("|")[1]?.trim())).toEqual(Object.keys(counts.dev ?? {}));
  });
});

describe("npm run costs", () => {
  let folder: string;
  let project: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "costs-test-"));
    project = path.join(folder, "project");
    await createExampleProject(project);
    await cp(path.join(projectRoot, "reference"), path.join(project, "reference"), { recursive: true });
    await mkdir(path.join(project, "docs"));
  });

  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  const run = () => execa("npm", ["--silent", "run", "costs"], { cwd: project, all: true, reject: false });

  test("writes the table of the project's own environments to a page of its own", async () => {
    const { all, exitCode } = await run();
    const table = costTable(countsOf(organization, environments));
    expect([all, exitCode]).toEqual([`${table}\n\nwritten to docs/our-costs.md`, 0]);
    expect(readFileSync(path.join(project, "docs", "our-costs.md"), "utf8")).toContain(`\n\n${table}\n`);
    expect(existsSync(path.join(project, "cdktf.out"))).toBe(false);
  });

  test("refuses settings with faults, as every command does", async () => {
    const index = path.join(project, "environments", "index.ts");
    await writeFile(index, 'export { organization } from "./organization";\nexport const environments = [];\n');
    const { all, exitCode } = await run();
    expect(exitCode).toBe(1);
    expect(all).toMatch(
      /^error: 1 invalid setting in environments.*\n.*at least one environment\n\nnext: .*environments\//,
    );
  });
});
