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

type Synthesized = z.output<typeof synthesizedSchema>;

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
