import { AssumeRoleCommand, STSClient, type STSClientConfig } from "@aws-sdk/client-sts";
import { z } from "zod";
import { explainAwsError, isAccessDenied, quoteAwsError } from "./aws-errors";
import { CommandError } from "../cli/command-error";

/** A block of the AWS provider in a synthesized stack. */
export const awsProviderSchema = z.looseObject({
  alias: z.string().optional(),
  region: z.string(),
  allowed_account_ids: z.tuple([z.string()]),
  assume_role: z.tuple([z.looseObject({ role_arn: z.string() })]).optional(),
  s3_use_path_style: z.boolean().optional(),
});

type AwsProvider = z.output<typeof awsProviderSchema>;

/** Settings with which an AWS SDK client uses the account and region of a provider. */
export interface ClientSettings {
  readonly region: string;

  /** @default - those of the caller */
  readonly credentials?: STSClientConfig["credentials"];

  /** Used only by S3. */
  readonly forcePathStyle: boolean;
}

/**
 * The client settings for each provider, by the name with which resources refer to it.
 *
 * @throws CommandError when the role of another account cannot be assumed
 */
export async function clientSettings(
  providers: readonly AwsProvider[],
): Promise<ReadonlyMap<string | undefined, ClientSettings>> {
  const entries = providers.map(async (provider) => {
    const name = provider.alias === undefined ? undefined : `aws.${provider.alias}`;
    return [name, await settingsOf(provider)] as const;
  });
  return new Map(await Promise.all(entries));
}

async function settingsOf(provider: AwsProvider): Promise<ClientSettings> {
  const { region, assume_role, s3_use_path_style: forcePathStyle = false } = provider;
  if (!assume_role) return { region, forcePathStyle };
  const credentials = await assumeRole(assume_role[0].role_arn, provider);
  return { region, credentials, forcePathStyle };
}

/** Calls STS in the provider's region, as Terraform does. */
async function assumeRole(RoleArn: string, { region, allowed_account_ids: [accountId] }: AwsProvider) {
  try {
    const answer = await new STSClient({ region }).send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName: "bootstrap" }),
    );
    const { AccessKeyId = "", SecretAccessKey = "", SessionToken } = answer.Credentials ?? {};
    return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  } catch (error) {
    if (!isAccessDenied(error)) throw explainAwsError(error, `assume ${RoleArn}`) ?? error;
    throw new CommandError(
      `these credentials are not allowed to assume ${RoleArn}, which bootstrap uses in account ${accountId}: ${quoteAwsError(error)}`,
      "nothing was changed; allow them in that role's trust policy, or name another role in organization.bootstrap.assumeRole",
    );
  }
}
