import { CreateRoleCommand, CreateUserCommand, EntityAlreadyExistsException, IAMClient } from "@aws-sdk/client-iam";
import { credentialsOf } from "../emulator/environment";
import { partitionOf } from "../src/constructs/iam/partition";
import type { Environment } from "../src/settings/environment";
import type { Settings } from "../src/settings/validate";
import { bootstrapAccounts } from "../src/stacks/bootstrap-accounts";

type DemoSettings = Pick<Settings, "organization" | "environments">;

/** An account and region of the settings, with the stacks that are deployed with its credentials. */
export interface DemoLocation {
  readonly account: string;
  readonly region: string;
  readonly stacks: readonly string[];
}

/** The locations of all stacks, that of bootstrap first. */
export function locationsOf(settings: DemoSettings): DemoLocation[] {
  const ofBootstrap = bootstrapAccounts(settings).map(({ stack, stateEnvironment }) => ({
    ...stateEnvironment,
    name: stack,
  }));
  const stacks = [...ofBootstrap, ...settings.environments];
  const locations = new Map<string, DemoLocation>();
  for (const { name, account, region } of stacks) {
    const id = `${account} ${region}`;
    locations.set(id, { account, region, stacks: [...(locations.get(id)?.stacks ?? []), name] });
  }
  return [...locations.values()];
}

/** From now on, this process runs everything as the root user of the environment's account. */
export function actIn({ account, region }: Pick<Environment, "account" | "region">): void {
  Object.assign(process.env, credentialsOf(account, region));
}

/** A role that the settings require in an account. */
export interface ExpectedRole {
  readonly account: string;
  readonly region: string;
  readonly path: string;
  readonly name: string;

  /** ARN or ID of the account that assumes it. */
  readonly trusted: string;
}

/** The roles that bootstrap assumes in other accounts, one in each. */
export function rolesToAssume(settings: DemoSettings): ExpectedRole[] {
  const [main, ...others] = bootstrapAccounts(settings);
  const { assumeRole } = settings.organization.bootstrap;
  const end = assumeRole.lastIndexOf("/") + 1;
  return others.map(({ accountId: account, stateEnvironment: { region } }) => ({
    account,
    region,
    path: `/${assumeRole.slice(0, end)}`,
    name: assumeRole.slice(end),
    trusted: `arn:${partitionOf(region)}:iam::${main?.accountId ?? ""}:root`,
  }));
}

/** ARNs of the users and roles that the settings let assume the roles of bootstrap. IAM trusts none that does not exist. */
export function principalsToTrust({ organization }: DemoSettings): string[] {
  const { writers = [], planners = [], breakGlass = [] } = organization.stateAccess.trustedPrincipals;
  return [...new Set([...writers, ...planners, ...breakGlass])];
}

/** Creates users and roles by their ARNs, each as the root user of its account, unless they exist. */
export async function createPrincipals(arns: readonly string[], region: string): Promise<void> {
  for (const arn of arns) {
    const [, account = "", kind, path = "", name = ""] = /::(\d+):(user|role)(\/|\/.*\/)([^/]+)$/.exec(arn) ?? [];
    const create =
      kind === "user"
        ? createUser(account, region, path, name)
        : createRoles([{ account, region, path, name, trusted: account }]);
    await create.catch((error: unknown) => {
      if (!(error instanceof EntityAlreadyExistsException)) throw error;
    });
  }
}

async function createUser(account: string, region: string, path: string, name: string): Promise<void> {
  await iamOf(account, region).send(new CreateUserCommand({ Path: path, UserName: name }));
}

/** Creates roles in the emulator, each as the root user of its account. */
export async function createRoles(roles: readonly ExpectedRole[]): Promise<void> {
  for (const { account, region, path, name, trusted } of roles) {
    const statement = { Effect: "Allow", Principal: { AWS: trusted }, Action: "sts:AssumeRole" };
    await iamOf(account, region).send(
      new CreateRoleCommand({
        Path: path,
        RoleName: name,
        AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
      }),
    );
  }
}

function iamOf(account: string, region: string): IAMClient {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = credentialsOf(account, region);
  return new IAMClient({ region, credentials: { accessKeyId, secretAccessKey } });
}
