import {
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  EntityAlreadyExistsException,
  GetRoleCommand,
  IAMClient,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { partitionOf } from "../../src/constructs/iam/partition";
import { bootstrapAccounts } from "../../src/stacks/bootstrap-accounts";
import type { Emulator } from "../emulator";
import { credentialsOf } from "../environment";
import type { PrincipalSettings } from "./presupposed";

/** Environment variables with which the AWS SDKs, Terraform and the project's commands act as a principal. */
export type CallerVariables = ReturnType<typeof credentialsOf> & { readonly AWS_SESSION_TOKEN: string };

/** The user that assumes roles which trust the whole account, with a second factor. */
const operator = "operator";

/**
 * The users and roles of an emulator, and how to act as one of them. They are created by the root user of their
 * account, whom the emulator neither records nor judges.
 */
export class Principals {
  private readonly keys = new Map<string, Promise<CallerVariables>>();

  constructor(
    private readonly emulator: Pick<Emulator, "endpoint">,
    private readonly settings: PrincipalSettings,
  ) {}

  /** Creates users and roles with the permissions of an administrator, unless they exist. */
  async create(arns: readonly string[]): Promise<void> {
    for (const arn of arns) {
      await this.createPrincipal(arn).catch((error: unknown) => {
        if (!(error instanceof EntityAlreadyExistsException)) throw error;
      });
    }
  }

  /**
   * How to act as a user, by an access key, or as a role, by a session of a principal that the role trusts.
   *
   * @param region region of calls that name none
   */
  async variablesOf(arn: string, region: string): Promise<CallerVariables> {
    const found = this.keys.get(arn) ?? (arn.includes(":user/") ? this.accessKey(arn) : this.session(arn));
    this.keys.set(arn, found);
    return { ...(await found), AWS_REGION: region, AWS_DEFAULT_REGION: region };
  }

  private async createPrincipal(arn: string): Promise<void> {
    const iam = this.iamOf(accountOf(arn));
    const { Path, name, isUser } = parts(arn);
    if (isUser) {
      await iam.send(new CreateUserCommand({ Path, UserName: name }));
      await iam.send(new AttachUserPolicyCommand({ UserName: name, PolicyArn: this.administratorAccess }));
      return;
    }
    const statement = { Effect: "Allow", Principal: { AWS: this.trustedBy(arn) }, Action: "sts:AssumeRole" };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    await iam.send(new CreateRoleCommand({ Path, RoleName: name, AssumeRolePolicyDocument }));
    await iam.send(new AttachRolePolicyCommand({ RoleName: name, PolicyArn: this.administratorAccess }));
  }

  /** The role that bootstrap assumes in another account trusts the account from which it does; others, their own. */
  private trustedBy(arn: string): string {
    const [main] = bootstrapAccounts(this.settings);
    const assumed = arn.endsWith(`:role/${this.settings.organization.bootstrap.assumeRole}`);
    return `arn:${this.partition}:iam::${(assumed ? main?.accountId : undefined) ?? accountOf(arn)}:root`;
  }

  private async accessKey(arn: string): Promise<CallerVariables> {
    const { AccessKey } = await this.iamOf(accountOf(arn)).send(
      new CreateAccessKeyCommand({ UserName: parts(arn).name }),
    );
    return variables(AccessKey ?? {});
  }

  private async session(RoleArn: string): Promise<CallerVariables> {
    const caller = await this.callerFor(RoleArn);
    const key = await this.variablesOf(caller, this.region);
    const sts = new STSClient({ ...this.clientOptions, credentials: sdkCredentials(key) });
    const secondFactor = caller.includes(":user/")
      ? { SerialNumber: caller.replace(":user/", ":mfa/"), TokenCode: "123456" }
      : {};
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName: operator, ...secondFactor }),
    );
    return variables(Credentials ?? {});
  }

  /** A principal that the role's trust policy names, or the operator of an account that it trusts as a whole. */
  private async callerFor(roleArn: string): Promise<string> {
    const { Role } = await this.iamOf(accountOf(roleArn)).send(new GetRoleCommand({ RoleName: parts(roleArn).name }));
    const { Statement } = JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")) as {
      Statement: readonly { readonly Principal: { readonly AWS: string | readonly string[] } }[];
    };
    const [trusted = ""] = Statement.flatMap(({ Principal }) => Principal.AWS);
    if (!trusted.endsWith(":root")) return trusted;
    const ofAccount = `arn:${this.partition}:iam::${accountOf(trusted)}:user/${operator}`;
    await this.create([ofAccount]);
    return ofAccount;
  }

  private get region(): string {
    return this.settings.organization.region;
  }

  private get partition(): string {
    return partitionOf(this.region);
  }

  private get administratorAccess(): string {
    return `arn:${this.partition}:iam::aws:policy/AdministratorAccess`;
  }

  private get clientOptions() {
    return { region: this.region, endpoint: this.emulator.endpoint };
  }

  private iamOf(account: string): IAMClient {
    return new IAMClient({
      ...this.clientOptions,
      credentials: sdkCredentials(credentialsOf(account, this.region)),
    });
  }
}

interface AccessKey {
  readonly AccessKeyId?: string | undefined;
  readonly SecretAccessKey?: string | undefined;
  readonly SessionToken?: string | undefined;
}

function variables({ AccessKeyId = "", SecretAccessKey = "", SessionToken = "" }: AccessKey): CallerVariables {
  return {
    AWS_ACCESS_KEY_ID: AccessKeyId,
    AWS_SECRET_ACCESS_KEY: SecretAccessKey,
    AWS_SESSION_TOKEN: SessionToken,
    AWS_REGION: "",
    AWS_DEFAULT_REGION: "",
  };
}

/** The same for a client of the AWS SDK. */
function sdkCredentials(caller: ReturnType<typeof credentialsOf> & { readonly AWS_SESSION_TOKEN?: string }) {
  return {
    accessKeyId: caller.AWS_ACCESS_KEY_ID,
    secretAccessKey: caller.AWS_SECRET_ACCESS_KEY,
    ...(caller.AWS_SESSION_TOKEN ? { sessionToken: caller.AWS_SESSION_TOKEN } : {}),
  };
}

function accountOf(arn: string): string {
  return arn.split(":")[4] ?? "";
}

/** Name, path and kind of a user or role. */
function parts(arn: string) {
  const [, kind, path = "", name = ""] = /:(user|role)(\/.*\/|\/)([^/]+)$/.exec(arn) ?? [];
  return { Path: path, name, isUser: kind === "user" };
}
