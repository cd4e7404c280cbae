import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { GetRoleCommand, IAMClient, NoSuchEntityException } from "@aws-sdk/client-iam";
import { answered, withAws } from "./aws-errors";
import { clientOptions } from "./clients";
import { CommandError } from "../cli/command-error";

/** The principal that a command runs as. */
export interface Caller {
  readonly accountId: string;

  /** As STS returns it: the ARN of a user, the root user or a role session. */
  readonly arn: string;
}

/**
 * Asks STS, which answers any caller with valid credentials.
 *
 * @throws CommandError when there are none, or STS cannot be reached
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export async function callerIdentity(region: string): Promise<Caller> {
  return withAws("identify the caller (sts:GetCallerIdentity)", async () => {
    const { Account, Arn } = await new STSClient(clientOptions(region)).send(new GetCallerIdentityCommand({}));
    return { accountId: answered(Account, "the caller's account"), arn: answered(Arn, "the caller's ARN") };
  });
}

export function isRootUser({ arn }: Caller): boolean {
  return arn.endsWith(":root");
}

/**
 * The caller's ARN as policies compare it (`aws:PrincipalArn`). For a session that is the ARN of its role, whose path
 * STS omits.
 *
 * @throws CommandError when the role cannot be looked up
 */
export async function principalArnOf({ arn }: Caller, region: string): Promise<string> {
  const [, role] = /:assumed-role\/([^/]+)\//.exec(arn) ?? [];
  if (role === undefined) return arn;
  return withAws(`look up the role of ${arn} (iam:GetRole)`, async () => {
    try {
      const { Role } = await new IAMClient(clientOptions(region)).send(new GetRoleCommand({ RoleName: role }));
      return Role?.Arn ?? arn;
    } catch (error) {
      if (!(error instanceof NoSuchEntityException)) throw error;
      throw new CommandError(`role ${role} of ${arn} no longer exists`, "use other credentials");
    }
  });
}
