import { CloudTrailClient, DescribeTrailsCommand } from "@aws-sdk/client-cloudtrail";
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { GetRoleCommand, IAMClient, NoSuchEntityException } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { CommandError } from "../command-error";
import { describeKey } from "../describe-key";
import { bucketExists } from "../state/state-object";
import type { ClientSettings } from "./provider-clients";

/** What the stack says of a resource. */
export type Arguments = Readonly<Record<string, unknown>>;

/** Finds the id under which Terraform imports a resource, if it exists. */
type FindExisting = (resource: Arguments, settings: ClientSettings) => Promise<string | undefined>;

/** By type, for resources that have a name of their own. */
export const findExisting: Readonly<Record<string, FindExisting>> = {
  aws_s3_bucket: existingBucket,
  aws_iam_role: existingRole,
  aws_cloudwatch_log_group: existingLogGroup,
  aws_cloudtrail: existingTrail,
};

/**
 * Terraform cannot import a bucket from another region than its provider's.
 *
 * @throws CommandError when it is in another region, or somebody else's
 */
async function existingBucket({ bucket }: Arguments, settings: ClientSettings): Promise<string | undefined> {
  const location = { bucket: String(bucket), region: settings.region };
  return (await bucketExists(new S3Client(settings), location)) ? location.bucket : undefined;
}

/**
 * A role that bears the description which bootstrap gives it was made by an earlier run. Any other of that name is
 * somebody's, whose trust and rights must not change under them.
 *
 * @throws CommandError when there is such another one
 */
async function existingRole({ name, description }: Arguments, settings: ClientSettings): Promise<string | undefined> {
  const role = await new IAMClient(settings).send(new GetRoleCommand({ RoleName: String(name) })).then(
    ({ Role }) => Role,
    (error: unknown) => {
      if (error instanceof NoSuchEntityException) return undefined;
      throw error;
    },
  );
  if (!role || role.Description === description) return role?.RoleName;
  throw new CommandError(
    `role ${role.Arn} exists, and bootstrap did not make it`,
    "leave its kind out of organization.stateAccess.createRoles to use it as it is, or name another role",
  );
}

async function existingLogGroup({ name }: Arguments, settings: ClientSettings): Promise<string | undefined> {
  const { logGroups = [] } = await new CloudWatchLogsClient(settings).send(
    new DescribeLogGroupsCommand({ logGroupNamePrefix: String(name) }),
  );
  return logGroups.find(({ logGroupName }) => logGroupName === name)?.logGroupName;
}

/**
 * A trail of that name that writes to another bucket belongs to an earlier bootstrap of the account, whose state buckets
 * have other names as well. Taken over, it would no longer record who uses them.
 *
 * @param resource with the name of the bucket itself in place of a reference to it
 * @throws CommandError when there is such a trail
 */
async function existingTrail(resource: Arguments, settings: ClientSettings): Promise<string | undefined> {
  const { name, s3_bucket_name: declared } = resource;
  const { trailList = [] } = await new CloudTrailClient(settings).send(
    new DescribeTrailsCommand({ trailNameList: [String(name)] }),
  );
  const [trail] = trailList;
  if (!trail || trail.S3BucketName === declared) return trail?.TrailARN;
  throw new CommandError(
    `trail ${trail.TrailARN} writes to bucket ${trail.S3BucketName}, and the settings say ${String(declared)}: bootstrap was run with another stateBucketPrefix`,
    "put organization.stateBucketPrefix back as it was: the buckets of that prefix hold the states, see docs/remove-an-environment.md",
  );
}

/** The id of the key that an alias points to. */
export async function existingKey(alias: string, settings: ClientSettings): Promise<string | undefined> {
  return (await describeKey(new KMSClient(settings), alias))?.KeyId;
}
