import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { clientOptions } from "./clients";
import { CommandError } from "../cli/command-error";
import { answered, explainAwsError, isAccessDenied, quoteAwsError } from "./aws-errors";

/** The role that bootstrap assumes in an account. */
export interface RoleInAccount {
  readonly roleArn: string;
  readonly accountId: string;

  /** Region whose STS is called. */
  readonly region: string;
}

/** Variables that select other credentials than those of the role; some SDKs prefer a profile to keys. */
const otherCredentials = ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"];

/**
 * Runs the work with the credentials of a role: this process and all that it starts find them in the environment.
 *
 * @throws CommandError when the role cannot be assumed
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export async function withRole<T>(role: RoleInAccount, work: () => Promise<T>): Promise<T> {
  const credentials = await assumeRole(role);
  const names = [...Object.keys(credentials), ...otherCredentials];
  const before = names.map((name) => [name, process.env[name]] as const);
  for (const name of otherCredentials) setVariable(name, undefined);
  Object.assign(process.env, credentials);
  try {
    return await work();
  } finally {
    for (const [name, value] of before) setVariable(name, value);
  }
}

async function assumeRole({ roleArn, accountId, region }: RoleInAccount): Promise<Record<string, string>> {
  try {
    const { Credentials } = await new STSClient(clientOptions(region)).send(
      new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: "bootstrap" }),
    );
    const { AccessKeyId, SecretAccessKey, SessionToken } = answered(Credentials, "the role's credentials");
    return {
      AWS_ACCESS_KEY_ID: answered(AccessKeyId, "the role's access key"),
      AWS_SECRET_ACCESS_KEY: answered(SecretAccessKey, "the role's secret key"),
      AWS_SESSION_TOKEN: answered(SessionToken, "the role's session token"),
    };
  } catch (error) {
    if (!isAccessDenied(error)) throw explainAwsError(error, `assume ${roleArn}`) ?? error;
    throw new CommandError(
      `these credentials are not allowed to assume ${roleArn}, which bootstrap uses in account ${accountId}: ${quoteAwsError(error)}`,
      [
        "allow them in that role's trust policy, name another role in organization.bootstrap.assumeRole,",
        `or run npm run bootstrap -- --account ${accountId} with credentials of that account`,
      ].join("\n      "),
      { effect: "nothing was changed" },
    );
  }
}

function setVariable(name: string, value: string | undefined): void {
  if (value === undefined) Reflect.deleteProperty(process.env, name);
  else process.env[name] = value;
}
