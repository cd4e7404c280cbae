import { z } from "zod";
import { readSynthesized } from "../remote-state/backend";
import { type Arguments, type ClientSettings, existingKey, findExisting } from "./existing";

const providerSchema = z.looseObject({
  alias: z.string().optional(),
  region: z.string(),
  s3_use_path_style: z.boolean().default(false),
});

const blockSchema = z.looseObject({ provider: z.string().optional() });

const synthesizedSchema = z.looseObject({
  provider: z.looseObject({ aws: z.array(providerSchema) }),
  resource: z.record(z.string(), z.record(z.string(), blockSchema)),
});

/** A resource that already exists and that Terraform imports instead of creating it again. */
export interface Adoption {
  readonly to: string;
  readonly id: string;
}

/** A resource of the stack, and the client settings to look it up. */
interface Candidate {
  readonly type: string;
  readonly address: string;
  readonly block: Arguments;
  readonly settings: ClientSettings;
}

/**
 * Finds the resources of a bootstrap stack that exist but are in no state, as after a run that was killed in another
 * checkout: buckets, roles, policies, log groups, trails, and the keys that aliases point to, each in the region of its
 * provider.
 * Creating them again would fail, or leave a second key. Everything else in the stack is set by an idempotent call and
 * needs no import, except the configuration of a chat channel, which is not searched for.
 *
 * @param folder to which the stack is synthesized
 * @throws CommandError when an existing resource was not created by bootstrap
 */
export async function findAdoptions(folder: string): Promise<Adoption[]> {
  const { provider, resource } = await readSynthesized(folder, synthesizedSchema);
  const candidates = (type: string): Candidate[] =>
    Object.entries(resource[type] ?? {}).map(([logicalId, block]) => {
      const address = `${type}.${logicalId}`;
      const own = provider.aws.find(({ alias }) => (alias && `aws.${alias}`) === block.provider);
      if (!own) throw new Error(`the stack in ${folder} has no provider for ${address}`);
      const settings = { region: own.region, forcePathStyle: own.s3_use_path_style };
      return { type, address, block: withBucketName(block, resource.aws_s3_bucket), settings };
    });
  const named = Object.keys(findExisting).flatMap(candidates).map(adoptNamed);
  return (await Promise.all([...named, ...candidates("aws_kms_alias").map(adoptKey)])).flat();
}

async function adoptNamed({ type, address, block, settings }: Candidate): Promise<Adoption[]> {
  const id = await findExisting[type]?.(block, settings);
  return id === undefined ? [] : [{ to: address, id }];
}

/**
 * Replaces the reference to a bucket in a block with the bucket's name, for resources that are looked up by that name.
 */
function withBucketName(block: Arguments, buckets: Readonly<Record<string, Arguments>> = {}): Arguments {
  const [, id] = /^\$\{aws_s3_bucket\.(\w+)\.id\}$/.exec(String(block.s3_bucket_name)) ?? [];
  return id === undefined ? block : { ...block, s3_bucket_name: buckets[id]?.bucket };
}

/** A key has no name of its own: it is found through the alias that points to it. */
async function adoptKey({ address, block, settings }: Candidate): Promise<Adoption[]> {
  const alias = String(block.name);
  const keyId = await existingKey(alias, settings);
  if (keyId === undefined) return [];
  const keyAddress = /\$\{(aws_kms_key\.\w+)\./.exec(String(block.target_key_id))?.[1];
  return [{ to: address, id: alias }, ...(keyAddress ? [{ to: keyAddress, id: keyId }] : [])];
}
