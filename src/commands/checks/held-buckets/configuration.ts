import { z } from "zod";
import type { Deletion } from "../../terraform/plan";
import { addressOf, type TerraformState } from "../../remote-state/terraform-state";
import { bucketOf } from "./state-buckets";

const blockSchema = z.looseObject({ provider: z.string().optional() });
const fromSchema = z.array(z.looseObject({ from: z.string() })).default([]);

/** The part of a synthesized stack that lists its resources and their providers. */
export const synthesizedSchema = z.looseObject({
  provider: z.looseObject({ aws: z.array(z.looseObject({ alias: z.string().optional(), region: z.string() })) }),
  resource: z.record(z.string(), z.record(z.string(), blockSchema)),
  moved: fromSchema,
  removed: fromSchema,
});

export type Synthesized = z.output<typeof synthesizedSchema>;

/**
 * The resources that are in a state but not in a configuration: compared by address, and buckets also by name and
 * region, since the same address with another name is another bucket, and Terraform considers a bucket outside its
 * provider's region deleted. Resources that are moved or forgotten are left to the plan.
 */
export function whatLeaves(state: TerraformState, configuration: Synthesized): Deletion[] {
  const handled = new Set([...configuration.moved, ...configuration.removed].map(({ from }) => from));
  const managed = state.resources.filter(({ mode, module }) => mode === "managed" && module === undefined);
  return managed.flatMap((resource) => {
    const { type, name, instances } = resource;
    if (handled.has(`${type}.${name}`)) return [];
    const block = configuration.resource[type]?.[name];
    return instances
      .filter(({ attributes }) => !block || isAnotherBucket(type, attributes, block, configuration))
      .map((instance) => ({ address: addressOf(resource, instance), type, before: instance.attributes ?? {} }));
  });
}

/**
 * The regions whose providers the resources of a state need and a configuration lacks, with the number of resources.
 * For a resource that is in the configuration, Terraform uses the provider named there.
 */
export function missingProviders(state: TerraformState, { provider, resource }: Synthesized): string[] {
  const known = new Set(provider.aws.map(({ alias }) => alias));
  const counts = new Map<string, number>();
  for (const { mode, type, name, provider: own } of state.resources) {
    const [, alias] = /\.([^.\]"]+)$/.exec(own ?? "") ?? [];
    if (mode !== "managed" || alias === undefined || known.has(alias) || resource[type]?.[name]) continue;
    counts.set(alias, (counts.get(alias) ?? 0) + 1);
  }
  return [...counts].map(([alias, count]) => `${regionOf(alias)} (${count} ${count === 1 ? "resource" : "resources"})`);
}

/** What an alias of a bootstrap stack stands for, such as `account_123456789012_us_east_2`. */
function regionOf(alias: string): string {
  const [, account, region] = /^account_(\d{12})_(\w+)$/.exec(alias) ?? [];
  return region === undefined ? alias : `${region.replaceAll("_", "-")} of account ${account ?? ""}`;
}

function isAnotherBucket(
  type: string,
  attributes: unknown,
  block: z.output<typeof blockSchema>,
  { provider }: Synthesized,
): boolean {
  const [known] = type === "aws_s3_bucket" ? bucketOf(attributes) : [];
  if (!known) return false;
  const own = provider.aws.find(({ alias }) => (alias === undefined ? undefined : `aws.${alias}`) === block.provider);
  return block.bucket !== known.bucket || own?.region !== known.region;
}
