import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { App } from "cdktf";
import { dev, environments, organization } from "./support/example";
import { exampleProject } from "./support/example-project";
import { buildStacks } from "../src/app";
import { cdktf } from "../src/commands/terraform/processes";
import type { EnvironmentSettings } from "../src/settings/environment";
import type { OrganizationSettings } from "../src/settings/organization";

let outdir: string;

beforeEach(() => {
  outdir = mkdtempSync(path.join(tmpdir(), "app-test-"));
});

afterEach(() => {
  rmSync(outdir, { recursive: true });
});

function synthesize(
  settings: readonly EnvironmentSettings[],
  env: NodeJS.ProcessEnv = {},
  shared: OrganizationSettings = organization,
): Record<string, string> {
  const app = new App({ outdir });
  buildStacks(app, shared, settings, env);
  app.synth();
  const stacks = ["bootstrap", ...settings.map(({ name }) => name)];
  return Object.fromEntries(
    stacks.map((name) => [name, readFileSync(path.join(outdir, "stacks", name, "cdk.tf.json"), "utf8")]),
  );
}

let synthesized: Record<string, string> | undefined;

/** The stacks of the example settings, synthesized once for all tests. */
function example(): Record<string, string> {
  return (synthesized ??= synthesize(environments));
}

const staging: EnvironmentSettings = { ...dev, name: "staging", network: { ...dev.network, cidr: "10.30.0.0/16" } };

describe("the app", () => {
  test.each(["bootstrap", "dev", "prod"])("synthesizes the stack %s as recorded", (stack) => {
    expect(JSON.parse(example()[stack] ?? "")).toMatchSnapshot();
  });

  test("creates a third environment from one more settings object without changing the other two", () => {
    const before = example();
    const after = synthesize([...environments, staging]);
    expect(after.staging).toContain('"name": "platform-staging"');
    expect(after.bootstrap).toContain('"my-terraform-state-staging"');
    expect(after.dev).toBe(before.dev);
    expect(after.prod).toBe(before.prod);
  });

  test("requires the Terraform version of the settings in every stack and changes nothing else", () => {
    const before = example();
    const after = synthesize(environments, {}, { ...organization, terraformVersion: "~> 1.12.0" });
    for (const [stack, json] of Object.entries(before)) {
      expect(after[stack]).toBe(json.replace('"required_version": "~> 1.13.5"', '"required_version": "~> 1.12.0"'));
      expect(after[stack]).not.toBe(json);
    }
  });

  test("adds a repository or a node group without changing existing resources", () => {
    const before = resourcesOf(example().dev);
    const more = {
      ...dev,
      repositories: { ...dev.repositories, worker: {} },
      cluster: {
        ...dev.cluster,
        nodeGroups: {
          ...dev.cluster.nodeGroups,
          extra: { instanceTypes: ["t4g.large"], minSize: 0, desiredSize: 0, maxSize: 2 },
        },
      },
    };
    const after = resourcesOf(synthesize([more, ...environments.slice(1)]).dev);
    const changed = Object.keys(before).filter((address) => before[address] !== after[address]);
    // The add-ons that run on nodes wait for every node group.
    expect(changed.filter((address) => !address.startsWith("aws_eks_addon."))).toEqual([]);
  });

  test("adds a zone without changing existing resources, where node groups name their zones", () => {
    const { general } = dev.cluster.nodeGroups;
    if (!general) throw new Error("dev has no general node group");
    const cluster = { ...dev.cluster, nodeGroups: { general: { ...general, availabilityZones: ["a", "c"] } } };
    const grown = { ...dev, cluster, network: { ...dev.network, availabilityZones: ["a", "c", "d"] } };
    const [before, after] = [{ ...dev, cluster }, grown].map((settings) =>
      resourcesOf(synthesize([settings, ...environments.slice(1)]).dev),
    );
    const changed = Object.keys(before ?? {}).filter((address) => before?.[address] !== after?.[address]);
    // The nodes also wait for the zone's routes, and the cluster ignores changes of its list of subnets once it exists.
    expect(changed).toEqual(["aws_eks_cluster.cluster", "aws_eks_node_group.cluster_nodes_general"]);
    expect(withoutOrder(after?.[changed[1] ?? ""])).toEqual(withoutOrder(before?.[changed[1] ?? ""]));
    expect(after?.["aws_eks_cluster.cluster"]).toContain('"ignore_changes":["vpc_config[0].subnet_ids"]');
  });

  test("warns about a Kubernetes version past its support in an annotation that CDKTF shows", () => {
    const old = { ...dev, cluster: { ...dev.cluster, version: "1.32" } };
    synthesize([old, ...environments.slice(1)]);
    const manifest = JSON.parse(readFileSync(path.join(outdir, "manifest.json"), "utf8")) as {
      stacks: Record<string, { annotations: { level: string; message: string }[] }>;
    };
    expect(manifest.stacks.dev?.annotations).toEqual([
      expect.objectContaining({
        level: "@cdktf/warn",
        message: expect.stringMatching(/^dev\.cluster\.version: /) as string,
      }),
    ]);
    expect(manifest.stacks.prod?.annotations).toEqual([]);
  });

  test("reports in one line that HCL output needs Terraform when it is not installed", async () => {
    const { exitCode, all } = await cdktf(["synth", "--hcl", "--output", outdir], {
      cwd: exampleProject(),
      all: true,
      reject: false,
      env: { TERRAFORM_BINARY_NAME: "no-such-terraform" },
    });
    expect(exitCode).not.toBe(0);
    expect(all).toContain('"no-such-terraform" does not start');
    expect(all).not.toMatch(/^\s+at .*:\d+:\d+/m);
  });

  test("lists invalid settings without a stack trace when the CLI runs it", async () => {
    const app = `${process.execPath} --require ./src/start.cjs ${path.join(__dirname, "support", "faulty-app.ts")}`;
    const { exitCode, all } = await cdktf(["synth", "--app", app, "--output", outdir], { all: true, reject: false });
    expect(exitCode).not.toBe(0);
    expect(all).toContain("dev.network.cidr");
    expect(all).not.toMatch(/^\s+at .*:\d+:\d+/m);
  });
});

/** A block without its dependencies. */
function withoutOrder(block: string | undefined): unknown {
  return { ...(JSON.parse(block ?? "{}") as object), depends_on: undefined };
}

function resourcesOf(synthesized: string | undefined): Record<string, string> {
  const { resource } = JSON.parse(synthesized ?? "{}") as { resource: Record<string, Record<string, unknown>> };
  return Object.fromEntries(
    Object.entries(resource).flatMap(([type, blocks]) =>
      Object.entries(blocks).map(([id, block]) => [`${type}.${id}`, JSON.stringify(block)]),
    ),
  );
}
