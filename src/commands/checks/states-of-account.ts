import { ListObjectsV2Command, paginateListBuckets, S3Client } from "@aws-sdk/client-s3";
import { z } from "zod";
import { isAbsent, isAccessDenied, withAws } from "../aws/aws-errors";
import { clientOptions } from "../aws/clients";
import { ending } from "../aws/pages";
import { CommandError } from "../cli/command-error";
import { readSynthesized, type S3BackendArguments } from "../remote-state/backend";
import { readStateObject, type StateObject, stateUrl } from "../remote-state/state-object";
import type { TerraformState } from "../remote-state/terraform-state";

/** A state in a bucket of the account that manages resources of a stack. */
export interface OtherState {
  readonly backend: S3BackendArguments;
  readonly object: StateObject;

  /** What both manage, such as `aws_iam_role TerraformPlanRole`. */
  readonly shared: readonly string[];
}

/** Arguments that name a resource uniquely in its account. */
const uniqueNames: Readonly<Record<string, string>> = {
  aws_cloudtrail: "name",
  aws_iam_role: "name",
  aws_kms_alias: "name",
  aws_s3_bucket: "bucket",
};

const blocksSchema = z.record(z.string(), z.record(z.string(), z.unknown()));
const synthesizedSchema = z.looseObject({ resource: z.record(z.string(), blocksSchema) });

/**
 * Finds the states in the caller's account that manage resources of a synthesized stack, other than its own: those in
 * buckets whose name begins with the prefix, whatever their key. Replicas come last.
 *
 * @param stack its folder, and where its own state is stored
 * @param bucketPrefix such as `my-terraform-state-`
 * @throws CommandError when the caller may not list the buckets
 */
export async function otherStatesOf(
  stack: { readonly folder: string; readonly backend: S3BackendArguments },
  bucketPrefix: string,
): Promise<OtherState[]> {
  const { region, use_path_style: forcePathStyle = false } = stack.backend;
  const client = new S3Client({ ...clientOptions(region), forcePathStyle, followRegionRedirects: true });
  const declared = namesIn((await readSynthesized(stack.folder, synthesizedSchema)).resource);
  const buckets = await withAws("list the buckets of the account (s3:ListAllMyBuckets)", async () =>
    bucketsOf(client, bucketPrefix),
  );
  const candidates = (await Promise.all(buckets.map(async (bucket) => keysIn(client, bucket, stack.backend)))).flat();
  const found = await Promise.all(
    candidates
      .filter((candidate) => stateUrl(candidate) !== stateUrl(stack.backend))
      .map(async (backend) => readIfShared(client, backend, declared)),
  );
  return found.flat().sort((one, other) => Number(isReplica(one)) - Number(isReplica(other)));
}

function isReplica({ backend }: OtherState): boolean {
  return backend.bucket.endsWith("-replica");
}

async function bucketsOf(client: S3Client, prefix: string): Promise<string[]> {
  const names: string[] = [];
  const pages = paginateListBuckets({ client }, { Prefix: prefix });
  for await (const { Buckets = [] } of ending(pages, "ContinuationToken")) {
    names.push(...Buckets.flatMap(({ Name }) => (Name?.startsWith(prefix) ? [Name] : [])));
  }
  return names;
}

/** The objects of a bucket that may be states. A state bucket contains few objects: the first page has them all. */
async function keysIn(client: S3Client, bucket: string, own: S3BackendArguments): Promise<S3BackendArguments[]> {
  const page = await client.send(new ListObjectsV2Command({ Bucket: bucket })).catch(undefinedWhereDenied);
  const keys = (page?.Contents ?? []).flatMap(({ Key }) => Key ?? []);
  return keys
    .filter((key) => key === own.key || key.endsWith(".tfstate"))
    .map((key) => ({ bucket, key, region: own.region }));
}

async function readIfShared(
  client: S3Client,
  backend: S3BackendArguments,
  declared: ReadonlySet<string>,
): Promise<OtherState[]> {
  const object = await readStateObject(client, backend).catch(undefinedWhereDenied);
  const shared = object ? namesOfState(object.state).filter((name) => declared.has(name)) : [];
  return object && shared.length > 0 ? [{ backend, object, shared }] : [];
}

/** An object that is no state is not one that manages anything. */
function undefinedWhereDenied(error: unknown): undefined {
  if (!isAccessDenied(error) && !isAbsent(error) && !(error instanceof CommandError)) throw error;
}

function namesIn(resource: z.output<typeof synthesizedSchema>["resource"]): ReadonlySet<string> {
  return new Set(
    Object.entries(resource).flatMap(([type, blocks]) => Object.values(blocks).flatMap((block) => nameOf(type, block))),
  );
}

function namesOfState({ resources }: TerraformState): string[] {
  return resources
    .filter(({ mode }) => mode === "managed")
    .flatMap(({ type, instances }) => instances.flatMap(({ attributes }) => nameOf(type, attributes ?? {})));
}

function nameOf(type: string, values: Readonly<Record<string, unknown>>): string[] {
  const argument = uniqueNames[type];
  const name = argument === undefined ? undefined : values[argument];
  return typeof name === "string" ? [`${type} ${name}`] : [];
}
