import { CloudTrailClient, DescribeTrailsCommand } from "@aws-sdk/client-cloudtrail";
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  GetPolicyCommand,
  GetRoleCommand,
  IAMClient,
  NoSuchEntityException,
  paginateListPolicies,
} from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { answered } from "../aws/aws-errors";
import { clientOptions } from "../aws/clients";
import { ending } from "../aws/pages";
import { CommandError } from "../cli/command-error";
import { describeKey } from "../checks/key";
import { stateClient } from "../remote-state/backend";
import { bucketExists } from "../remote-state/state-object";

/** Settings with which an AWS SDK client uses the region of a provider. */
export interface ClientSettings {
  readonly region: string;

  /** Used only by S3. */
  readonly forcePathStyle: boolean;
}

/** The arguments of a resource in the stack. */
export type Arguments = Readonly<Record<string, unknown>>;

/** Finds the ID with which Terraform imports a resource, if it exists. */
type FindExisting = (resource: Arguments, settings: ClientSettings) => Promise<string | undefined>;

/** By type, for resources that have their own name. */
export const findExisting: Readonly<Record<string, FindExisting>> = {
  aws_s3_bucket: existingBucket,
  aws_iam_policy: existingPolicy,
  aws_iam_role: existingRole,
  aws_cloudwatch_log_group: existingLogGroup,
  aws_cloudtrail: existingTrail,
};

/**
 * Terraform can import a bucket only from the region of its provider.
 *
 * @throws CommandError when it is in another region, or belongs to another account
 */
async function existingBucket({ bucket }: Arguments, settings: ClientSettings): Promise<string | undefined> {
  const location = { bucket: String(bucket), region: settings.region };
  const client = stateClient({ region: settings.region, use_path_style: settings.forcePathStyle });
  return (await bucketExists(client, location)) ? location.bucket : undefined;
}

/**
 * A role with the description that bootstrap sets was created by an earlier run. Any other role with that name has
 * another owner, who relies on its trust policy and permissions.
 *
 * @throws CommandError when there is such a role of another owner
 */
async function existingRole({ name, description }: Arguments, settings: ClientSettings): Promise<string | undefined> {
  const role = await new IAMClient(clientOptions(settings.region))
    .send(new GetRoleCommand({ RoleName: String(name) }))
    .then(
      ({ Role }) => Role,
      (error: unknown) => {
        if (error instanceof NoSuchEntityException) return undefined;
        throw error;
      },
    );
  if (!role || role.Description === description) return role?.RoleName;
  throw new CommandError(
    `role ${role.Arn} exists, but bootstrap did not create it`,
    "remove its kind from organization.stateAccess.createRoles to use it as it is, or name another role",
  );
}

/**
 * A managed policy with the description that bootstrap sets was created by an earlier run. Only `GetPolicy` returns the
 * description.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_Policy.html
 * @throws CommandError when there is such a policy of another owner
 */
async function existingPolicy({ name, description }: Arguments, settings: ClientSettings): Promise<string | undefined> {
  const client = new IAMClient(clientOptions(settings.region));
  const PolicyArn = await customerPolicyArn(client, String(name));
  if (PolicyArn === undefined) return undefined;
  const { Policy } = await client.send(new GetPolicyCommand({ PolicyArn }));
  if (Policy?.Description === description) return PolicyArn;
  throw new CommandError(
    `policy ${PolicyArn} exists, but bootstrap did not create it`,
    "delete or rename it, or change the names of the settings from which bootstrap derives the policy's name",
  );
}

/** Names of managed policies are unique in an account in any case and under any path. */
async function customerPolicyArn(client: IAMClient, name: string): Promise<string | undefined> {
  for await (const { Policies } of ending(paginateListPolicies({ client }, { Scope: "Local" }), "Marker")) {
    const policy = answered(Policies, "the list of policies").find(
      ({ PolicyName }) => PolicyName?.toLowerCase() === name.toLowerCase(),
    );
    if (policy) return policy.Arn;
  }
  return undefined;
}

async function existingLogGroup({ name }: Arguments, settings: ClientSettings): Promise<string | undefined> {
  const { logGroups } = await new CloudWatchLogsClient(clientOptions(settings.region)).send(
    new DescribeLogGroupsCommand({ logGroupNamePrefix: String(name) }),
  );
  return answered(logGroups, "the list of log groups").find(({ logGroupName }) => logGroupName === name)?.logGroupName;
}

/**
 * A trail with that name that writes to another bucket belongs to an earlier bootstrap of the account, whose state
 * buckets have different names as well. If it were imported, it would no longer record access to them.
 *
 * @param resource with the bucket's name instead of a reference to it
 * @throws CommandError when there is such a trail
 */
async function existingTrail(resource: Arguments, settings: ClientSettings): Promise<string | undefined> {
  const { name, s3_bucket_name: declared } = resource;
  const { trailList } = await new CloudTrailClient(clientOptions(settings.region)).send(
    new DescribeTrailsCommand({ trailNameList: [String(name)] }),
  );
  const [trail] = answered(trailList, "the list of trails");
  if (!trail || trail.S3BucketName === declared) return trail?.TrailARN;
  throw new CommandError(
    `trail ${trail.TrailARN} writes to bucket ${trail.S3BucketName}, but the settings specify ${String(declared)}: bootstrap was run with a different stateBucketPrefix`,
    "restore the previous organization.stateBucketPrefix: the buckets with that prefix contain the states, see docs/remove-an-environment.md",
  );
}

/** The ID of the key that an alias points to. */
export async function existingKey(alias: string, settings: ClientSettings): Promise<string | undefined> {
  return (await describeKey(new KMSClient(clientOptions(settings.region)), alias))?.KeyId;
}
