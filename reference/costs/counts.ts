import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { App, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { buildStacks } from "../../src/app";
import type { EnvironmentSettings } from "../../src/settings/environment";
import type { OrganizationSettings } from "../../src/settings/organization";

/**
 * The resources of an environment that are billed by the hour or the month, by kind. Different sizes are all listed.
 */
export type Counts = Readonly<Record<string, number | string>>;

type Block = Readonly<Record<string, unknown>>;
type Blocks = (type: string) => readonly Block[];

/**
 * Counts the billed resources in the synthesized stack of each environment.
 *
 * @returns counts by the environment's name
 * @throws SettingsError that lists every invalid setting
 */
export function countsOf(
  organization: OrganizationSettings,
  environments: readonly EnvironmentSettings[],
): Readonly<Record<string, Counts>> {
  // An app creates its output folder, even where nothing is synthesized into it.
  const outdir = mkdtempSync(path.join(tmpdir(), "costs-"));
  try {
    const app = new App({ outdir });
    buildStacks(app, organization, environments);
    return Object.fromEntries(environments.map(({ name }) => [name, countStack(app.node.findChild(name))]));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function countStack(stack: IConstruct): Counts {
  if (!TerraformStack.isStack(stack)) throw new Error(`${stack.node.id} is no stack`);
  const { resource } = stack.toTerraform() as { resource?: Record<string, Record<string, Block>> };
  return countBlocks((type) => Object.values(resource?.[type] ?? {}));
}

function countBlocks(blocks: Blocks): Counts {
  const sizes = blocks("aws_eks_node_group").map(({ scaling_config }) => scaling_config as Record<string, number>);
  const logs = blocks("aws_cloudwatch_log_group").map(({ name, retention_in_days }) => [name, retention_in_days]);
  const retention = (isOf: (name: string) => boolean) => {
    return listed(logs.filter(([name]) => isOf(String(name))).map(([, days]) => days));
  };
  const isControlPlane = (name: string) => name.startsWith("/aws/eks/");
  return {
    "control planes": blocks("aws_eks_cluster").length,
    "NAT gateways": blocks("aws_nat_gateway").length,
    "public IPv4 addresses": blocks("aws_eip").length,
    "interface endpoints, in all zones": total(
      blocks("aws_vpc_endpoint").map(({ subnet_ids = [] }) => (subnet_ids as unknown[]).length),
    ),
    "nodes to begin with": total(sizes.map(({ desired_size }) => desired_size)),
    "nodes at most": total(sizes.map(({ max_size }) => max_size)),
    "GiB of gp3 for each node": listed(blocks("aws_launch_template").map(diskOf)),
    "instances for Session Manager": blocks("aws_instance").length,
    "customer managed keys": blocks("aws_kms_key").length,
    "days of flow logs": retention((name) => !isControlPlane(name)),
    "days of control plane logs": retention(isControlPlane),
    repositories: blocks("aws_ecr_repository").length,
  };
}

/** Bottlerocket's system volume has no configured size. */
function diskOf({ block_device_mappings }: Block): number | undefined {
  const sizes = (block_device_mappings as { ebs: { volume_size?: number } }[]).map(({ ebs }) => ebs.volume_size);
  return sizes.find((size) => size !== undefined);
}

function total(counts: readonly (number | undefined)[]): number {
  return counts.reduce<number>((sum, count = 0) => sum + count, 0);
}

function listed(values: readonly unknown[]): number | string {
  const [first, ...others] = [...new Set(values)].sort((one, other) => Number(one) - Number(other));
  return others.length === 0 ? Number(first ?? 0) : [first, ...others].join(", ");
}
