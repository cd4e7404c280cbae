import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { App } from "cdktf";
import type { Emulator } from "../../emulator/emulator";
import { dev, organization, prod } from "../support/example";
import { buildStacks } from "../../src/app";
import { terraform } from "../../src/commands/terraform/processes";
import { stackFolder } from "../../src/commands/remote-state/backend";
import type { EnvironmentSettings } from "../../src/settings/environment";
import type { NodeGroupOptions } from "../../src/constructs/eks/nodes/node-group-options";
import { change } from "../settings/example-settings";
import { startBootstrapped } from "../support/bootstrapped";

interface ResourceChange {
  readonly address: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Readonly<Record<string, unknown>> | null;
    readonly after: Readonly<Record<string, unknown>> | null;
    readonly replace_paths?: readonly (readonly unknown[])[];
  };
}

/** Changes of a node group's settings, each tried on a group of its own, and what they do to it. */
const groupChanges: Readonly<Record<string, { to: Partial<NodeGroupOptions>; lines: readonly string[] }>> = {
  release: { to: { releaseVersion: "1.35.1-20260601" }, lines: ["change NODES release_version"] },
  labels: { to: { labels: { team: "web" } }, lines: ["change NODES labels"] },
  sizes: { to: { desiredSize: 3, maxSize: 6 }, lines: ["change NODES scaling_config"] },
  updates: { to: { maxUnavailablePercentage: 50 }, lines: ["change NODES update_config"] },
  repair: { to: { nodeRepair: false }, lines: ["change NODES node_repair_config"] },
  disk: {
    to: { diskSizeGiB: 80 },
    lines: ["change NODES launch_template", "change TEMPLATE block_device_mappings,default_version,latest_version"],
  },
  autoscaled: { to: { autoscaled: true }, lines: [] },
  types: { to: { instanceTypes: ["m6i.large"] }, lines: ["replace, new one first, NODES instance_types"] },
  processor: { to: { instanceTypes: ["t4g.large"] }, lines: ["replace, new one first, NODES ami_type instance_types"] },
  capacity: { to: { capacityType: "ON_DEMAND" }, lines: ["replace, new one first, NODES capacity_type"] },
  zones: { to: { availabilityZones: ["a"] }, lines: ["replace, new one first, NODES subnet_ids"] },
  system: {
    to: { amiType: "BOTTLEROCKET_x86_64" },
    lines: [
      "change TEMPLATE block_device_mappings,default_version,latest_version",
      "replace, new one first, NODES ami_type",
    ],
  },
};

const general: NodeGroupOptions = {
  instanceTypes: ["t3.large", "t3a.large"],
  capacityType: "SPOT",
  minSize: 1,
  desiredSize: 1,
  maxSize: 3,
};
const spread = { ...general, availabilityZones: undefined };
const kept = { ...general, availabilityZones: ["a", "c"] };
const groups = (change: (name: string) => Partial<NodeGroupOptions>) =>
  Object.fromEntries(Object.keys(groupChanges).map((name) => [name, { ...kept, ...change(name) }]));

const deployed = change(dev, { "cluster.nodeGroups": { ...groups(() => ({})), spread } });
const settings = (changes: Readonly<Record<string, unknown>>) => change(deployed, changes);

let emulator: Emulator;
let outdir: string;

beforeAll(async () => {
  emulator = (await startBootstrapped()).deployer;
  outdir = mkdtempSync(path.join(tmpdir(), "upgrades-"));
  await run(synthesize(deployed), "init", "-input=false");
  await deploy(deployed);
});

afterAll(async () => {
  await emulator.stop();
  rmSync(outdir, { recursive: true });
});

/** @returns the name of the stack */
function synthesize(environment: EnvironmentSettings): string {
  const app = new App({ outdir });
  const others = [dev, prod].filter(({ name }) => name !== environment.name);
  buildStacks(app, organization, [environment, ...others], emulator.env);
  app.synth();
  return environment.name;
}

async function deploy(environment: EnvironmentSettings): Promise<void> {
  await run(synthesize(environment), "apply", "-auto-approve", "-input=false");
}

async function run(stack: string, ...args: string[]): Promise<string> {
  const cwd = stackFolder(outdir, stack);
  const { stdout } = await terraform([...args], { cwd, env: { ...emulator.env, NO_COLOR: "1" }, maxBuffer: 2 ** 28 });
  return stdout;
}

/** What Terraform would do for other settings, a line for each resource: action, address and why. */
async function planFor(environment: EnvironmentSettings): Promise<string[]> {
  const stack = synthesize(environment);
  await run(stack, "plan", "-input=false", "-refresh=false", "-out=plan");
  const { resource_changes } = JSON.parse(await run(stack, "show", "-json", "plan")) as {
    resource_changes: ResourceChange[];
  };
  return resource_changes.flatMap(lineOf).sort();
}

function lineOf({ address, change: { actions, before, after, replace_paths = [] } }: ResourceChange): string[] {
  switch (actions.join()) {
    case "no-op":
    case "read":
      return [];
    case "update": {
      const keys = Object.keys({ ...before, ...after }).sort();
      const changed = keys.filter((key) => JSON.stringify(before?.[key]) !== JSON.stringify(after?.[key]));
      return [`change ${address} ${changed.join()}`];
    }
    case "create,delete":
      return [`replace, new one first, ${address} ${why(replace_paths)}`];
    case "delete,create":
      return [`replace ${address} ${why(replace_paths)}`];
    default:
      return [`${actions.join()} ${address}`];
  }
}

function why(paths: readonly (readonly unknown[])[]): string {
  return [...new Set(paths.map(([attribute]) => String(attribute)))].sort().join(" ");
}

const addOn = (name: string) => `aws_eks_addon.cluster_addon_${name}`;

describe("a diff of the node groups of a deployed environment", () => {
  let plan: string[];

  beforeAll(async () => {
    const changed = { ...groups((name) => groupChanges[name]?.to ?? {}), renamed: spread };
    plan = await planFor(settings({ "cluster.nodeGroups": changed }));
  });

  test.each(Object.entries(groupChanges))(
    "shows what a change of %s does to one, and to it alone",
    (name, { lines }) => {
      const nodes = `aws_eks_node_group.cluster_nodes_${name}`;
      const template = `aws_launch_template.cluster_nodes_${name}_launch_template`;
      const expected = lines.map((line) => line.replace("NODES", nodes).replace("TEMPLATE", template));
      expect(plan.filter((line) => line.includes(`.cluster_nodes_${name}`))).toEqual(expected);
    },
  );

  test("shows that another name makes a new one and removes the old, in no order", () => {
    expect(plan.filter((line) => /^(create|delete) /.test(line))).toEqual([
      "create aws_eks_node_group.cluster_nodes_renamed",
      "create aws_launch_template.cluster_nodes_renamed_launch_template",
      "delete aws_eks_node_group.cluster_nodes_spread",
      "delete aws_launch_template.cluster_nodes_spread_launch_template",
    ]);
  });

  test("shows nothing else", () => {
    expect(plan.filter((line) => !/ aws_(eks_node_group|launch_template)\.cluster_nodes_/.test(line))).toEqual([]);
  });
});

describe("a diff of a deployed environment", () => {
  test("shows add-ons changed in place, and those alone, for other versions of theirs", async () => {
    expect(await planFor(settings({ "cluster.addonVersions": { coredns: "v1.99.0-eksbuild.1" } }))).toEqual([
      `change ${addOn("coredns")} addon_version`,
    ]);
  });

  test("shows a new zone as additions, which replace node groups that don't name their zones", async () => {
    const plan = await planFor(settings({ "network.availabilityZones": ["a", "c", "d"] }));
    expect(plan).toEqual([
      "create aws_route.vpc_private_d_internet",
      "create aws_route_table.vpc_private_d",
      "create aws_route_table_association.vpc_intra_d_association",
      "create aws_route_table_association.vpc_private_d_association",
      "create aws_route_table_association.vpc_public_d_association",
      "create aws_subnet.vpc_intra_d",
      "create aws_subnet.vpc_private_d",
      "create aws_subnet.vpc_public_d",
      "create aws_vpc_endpoint_route_table_association.vpc_s3_private_d",
      "replace, new one first, aws_eks_node_group.cluster_nodes_spread subnet_ids",
    ]);
  });

  test("shows that customer keys, more NAT gateways and another repository replace nothing but repositories", async () => {
    const changes = {
      encryption: "customer-managed",
      "network.natGateways": "one-per-az",
      "repositories.worker": {},
    };
    const plan = await planFor(settings(changes));
    expect(plan.filter((line) => /^(replace|delete)/.test(line))).toEqual([
      "replace aws_ecr_repository.repositories_api encryption_configuration",
      "replace aws_ecr_repository.repositories_web encryption_configuration",
    ]);
    expect(plan.filter((line) => line.includes("vpc_nat") || line.includes("aws_route."))).toEqual([
      "change aws_route.vpc_private_c_internet nat_gateway_id",
      "create aws_eip.vpc_nat_c_address",
      "create aws_nat_gateway.vpc_nat_c",
    ]);
    expect(plan.filter((line) => line.includes("worker"))).toEqual([
      "create aws_ecr_lifecycle_policy.repositories_worker_lifecycle",
      "create aws_ecr_repository.repositories_worker",
    ]);
  });
});

describe("a plan that would lose what is protected", () => {
  const withZones = (...zones: string[]) => settings({ "network.availabilityZones": zones });

  /** The addresses that Terraform names when it refuses the plan. */
  async function refusal(environment: EnvironmentSettings): Promise<string[]> {
    const message = await planFor(environment).then(
      () => "planned",
      (error: unknown) => (error as Error).message,
    );
    const [, named = message] =
      /no longer declare (.*?), which this stack protects/.exec(message.replaceAll(/[\s│]+/g, " ")) ?? [];
    return named.split(", ");
  }

  test("shows that a zone that was added for nodes can be removed again", async () => {
    await deploy(withZones("a", "c", "d"));
    expect(await planFor(deployed)).toContain("delete aws_subnet.vpc_intra_d");
    await deploy(deployed);
  });

  test("shows that the order of the zones decides which address a single NAT gateway has", async () => {
    const plan = await planFor(withZones("c", "a"));
    expect(plan.filter((line) => line.includes("aws_eip"))).toEqual([
      "create aws_eip.vpc_nat_c_address",
      "delete aws_eip.vpc_nat_a_address",
    ]);
  });

  test("is refused for zones of the control plane, keys and repositories, until their protection is off", async () => {
    await run(synthesize(prod), "init", "-input=false");
    await deploy(prod);
    expect(await planFor(prod)).toEqual([]);
    expect(await refusal(change(prod, { "network.availabilityZones": ["c", "d"] }))).toEqual([
      "aws_subnet.vpc_intra_a",
    ]);
    const without = { encryption: "aws-managed", repositories: { web: {} } };
    const keys = ["aws_kms_key.key_images", "aws_kms_key.key_logs", "aws_kms_key.key_volumes"];
    const lost = ["aws_ecr_repository.repositories_api", ...keys];
    expect(await refusal(change(prod, without))).toEqual(lost);
    const unprotected = { "cluster.deletionProtection": false, "repositories.api.forceDelete": true };
    expect(await refusal(change(prod, { ...unprotected, ...without }))).toEqual(lost);

    await deploy(change(prod, unprotected));
    const plan = await planFor(change(prod, { ...unprotected, ...without }));
    expect(plan.filter((line) => /^delete aws_(kms_key|ecr_repository)\./.test(line))).toEqual(
      lost.map((address) => `delete ${address}`),
    );
    await run("prod", "destroy", "-auto-approve", "-input=false");
  });
});

describe("a plan of an autoscaled group", () => {
  const autoscaled = (sizes: Partial<NodeGroupOptions>) =>
    settings({ "cluster.nodeGroups.autoscaled": { ...kept, autoscaled: true, ...sizes } });

  test("is refused for sizes that exclude the number of nodes, with the command that changes the number", async () => {
    const message = await planFor(autoscaled({ minSize: 2, desiredSize: 2, maxSize: 4 })).then(
      () => "planned",
      (error: unknown) => (error as Error).message.replaceAll(/[\s│]+/g, " "),
    );
    expect(message).toMatch(
      /nodeGroups\.autoscaled: the number of nodes, set by the autoscaler, is 1, .* --nodegroup-name autoscaled-\S+ --scaling-config minSize=2,maxSize=4,desiredSize=2/,
    );
  });

  test("shows sizes that include the number of nodes", async () => {
    expect(await planFor(autoscaled({ minSize: 0, desiredSize: 2, maxSize: 4 }))).toEqual([
      "change aws_eks_node_group.cluster_nodes_autoscaled scaling_config",
    ]);
  });
});

describe("an upgrade of the Kubernetes version", () => {
  const upgraded = settings({ "cluster.version": "1.36" });

  test("changes the cluster, add-ons and all node groups in place, in this order, and then nothing is left", async () => {
    const plan = await planFor(upgraded);
    expect(
      plan.filter((line) => !/^change aws_eks_(cluster|addon|node_group)\.\S+ (addon_)?version$/.test(line)),
    ).toEqual([]);
    expect(plan).toContain("change aws_eks_cluster.cluster version");
    expect(plan.filter((line) => line.includes("aws_eks_node_group."))).toHaveLength(
      Object.keys(deployed.cluster.nodeGroups).length,
    );

    const output = await run("dev", "apply", "-input=false", "plan");
    const steps = ["aws_eks_cluster.cluster", addOn("kube_proxy"), "aws_eks_node_group.cluster_nodes_spread"];
    const marks = steps.flatMap((address) => [`${address}: Modifying...`, `${address}: Modifications complete`]);
    const positions = marks.map((mark) => output.indexOf(mark));
    expect(positions).not.toContain(-1);
    expect(positions).toEqual([...positions].sort((one, other) => one - other));
    expect(await planFor(upgraded)).toEqual([]);
  });
});
