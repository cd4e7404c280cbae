import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { CloudTrailClient, DescribeTrailsCommand } from "@aws-sdk/client-cloudtrail";
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { IAMClient, GetRoleCommand, NoSuchEntityException } from "@aws-sdk/client-iam";
import { DescribeKeyCommand, KMSClient, NotFoundException } from "@aws-sdk/client-kms";
import { z } from "zod";
import { CommandError } from "../command-error";
import { stackFolder, stateClient, type S3BackendArguments } from "../state/backend";
import { bucketExists } from "../state/state-object";

const synthesizedSchema = z.looseObject({
  resource: z.record(z.string(), z.record(z.string(), z.looseObject({ provider: z.string().optional() }))),
});

type Resources = z.output<typeof synthesizedSchema>["resource"];
type Block = Resources[string][string];

/** A resource that exists already and that Terraform is told to take over instead of creating it again. */
export interface Adoption {
  readonly to: string;
  readonly id: string;
}

/**
 * Finds the resources of the bootstrap stack that exist although no state knows them, as after a run that was killed in
 * another checkout: buckets, roles, log groups, trails, and the keys behind aliases. Creating those again would fail, or leave a second key.
 * Everything else in the stack is set by an idempotent call and needs no adoption.
 *
 * @see https://developer.hashicorp.com/terraform/language/import
 */
export async function findAdoptions(outdir: string, backend: S3BackendArguments): Promise<Adoption[]> {
  const file = path.join(stackFolder(outdir, "bootstrap"), "cdk.tf.json");
  const { resource } = synthesizedSchema.parse(JSON.parse(await readFile(file, "utf8")));
  const found = await Promise.all([
    adoptEach(resource, "aws_s3_bucket", async ({ bucket }) => {
      const name = String(bucket);
      return (await bucketExists(stateClient(backend), name)) ? name : undefined;
    }),
    adoptEach(resource, "aws_iam_role", async (block) => existingRole(block, backend.region)),
    adoptEach(resource, "aws_cloudwatch_log_group", async ({ name }) => existingLogGroup(String(name), backend.region)),
    adoptEach(resource, "aws_cloudtrail", async ({ name }) => existingTrail(String(name), backend.region)),
    adoptKeys(resource, backend.region),
  ]);
  return found.flat();
}

/** Writes the import blocks beside the synthesized stack. The caller removes the file after the deploy. */
export async function writeImportBlocks(file: string, adoptions: readonly Adoption[]): Promise<void> {
  await writeFile(file, JSON.stringify({ import: adoptions }, undefined, 2));
}

async function adoptEach(
  resources: Resources,
  type: string,
  existingId: (block: Block) => Promise<string | undefined>,
): Promise<Adoption[]> {
  const candidates = Object.entries(resources[type] ?? {}).filter(([, block]) => block.provider === undefined);
  const ids = await Promise.all(
    candidates.map(async ([logicalId, block]) => ({ to: `${type}.${logicalId}`, id: await existingId(block) })),
  );
  return ids.filter((adoption): adoption is Adoption => adoption.id !== undefined);
}

/** A key has no name of its own: it is found through the alias that points to it. */
async function adoptKeys(resources: Resources, region: string): Promise<Adoption[]> {
  const client = new KMSClient({ region });
  const adoptions = await adoptEach(resources, "aws_kms_alias", async ({ name }) =>
    (await describeKey(client, String(name))) === undefined ? undefined : String(name),
  );
  const keys = adoptions.map(async ({ to, id }): Promise<Adoption[]> => {
    const target = String(resources.aws_kms_alias?.[to.slice("aws_kms_alias.".length)]?.target_key_id);
    const keyAddress = /\$\{(aws_kms_key\.\w+)\./.exec(target)?.[1];
    const keyId = await describeKey(client, id);
    return keyAddress && keyId ? [{ to: keyAddress, id: keyId }] : [];
  });
  return [...adoptions, ...(await Promise.all(keys)).flat()];
}

async function describeKey(client: KMSClient, alias: string): Promise<string | undefined> {
  try {
    return (await client.send(new DescribeKeyCommand({ KeyId: alias }))).KeyMetadata?.KeyId;
  } catch (error) {
    if (error instanceof NotFoundException) return undefined;
    throw error;
  }
}

/**
 * A role that bears the description which bootstrap gives it was made by an earlier run. Any other of that name is
 * somebody's, whose trust and rights must not change under them.
 */
async function existingRole(block: Block, region: string): Promise<string | undefined> {
  const name = String(block.name);
  const role = await new IAMClient({ region }).send(new GetRoleCommand({ RoleName: name })).then(
    ({ Role }) => Role,
    (error: unknown) => {
      if (error instanceof NoSuchEntityException) return undefined;
      throw error;
    },
  );
  if (!role || role.Description === block.description) return role?.RoleName;
  throw new CommandError(
    `role ${name} exists, and bootstrap did not make it`,
    "leave its kind out of organization.stateAccess.createRoles to use it as it is, or name another role",
  );
}

async function existingLogGroup(name: string, region: string): Promise<string | undefined> {
  const { logGroups = [] } = await new CloudWatchLogsClient({ region }).send(
    new DescribeLogGroupsCommand({ logGroupNamePrefix: name }),
  );
  return logGroups.find(({ logGroupName }) => logGroupName === name)?.logGroupName;
}

async function existingTrail(name: string, region: string): Promise<string | undefined> {
  const { trailList = [] } = await new CloudTrailClient({ region }).send(
    new DescribeTrailsCommand({ trailNameList: [name] }),
  );
  return trailList[0]?.TrailARN;
}
