import { credentialsOf } from "../emulator/environment";
import { type Actor, actorsOf } from "../emulator/principals/presupposed";
import type { Principals } from "../emulator/principals/principals";
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
  Object.assign(process.env, credentialsOf(account, region), { AWS_SESSION_TOKEN: "" });
}

/** A plan of a caller that cannot lock the state. */
const withoutLock = "-lock=false";

/** From now on, this process runs everything as the principal that does this work with an environment's state. */
export async function actAs(
  actor: Actor,
  environment: Pick<Environment, "name" | "region">,
  { settings, principals }: { readonly settings: DemoSettings; readonly principals: Principals },
): Promise<void> {
  const variables = await principals.variablesOf(actorsOf(settings, environment)[actor], environment.region);
  Object.assign(process.env, variables, { TF_CLI_ARGS_plan: actor === "planner" ? withoutLock : "" });
}
