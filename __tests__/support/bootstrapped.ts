import { cp, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Emulator, startEmulator } from "../../emulator/emulator";
import { type Actor, actorsOf, presupposedPrincipals } from "../../emulator/principals/presupposed";
import { Principals } from "../../emulator/principals/principals";
import { publishOnce } from "../../emulator/publish-once";
import { type Settings, validateSettings } from "../../src/settings/validate";
import { type Account, Checkout } from "./checkout";
import { environments, organization } from "./example";

export const exampleSettings = validateSettings(organization, environments);

/**
 * Starts an emulator whose account is bootstrapped with the example settings. The first suite of a test run that needs
 * it runs the bootstrap; others start with a copy of what it left. Each call of its principals is judged.
 */
export async function startBootstrapped(): Promise<Account> {
  const bootstrapped = await publishOnce(path.join(tmpdir(), "bootstrapped"), bootstrapInto);
  const dataFolder = await mkdtemp(path.join(tmpdir(), "account-"));
  await cp(await realpath(bootstrapped), dataFolder, { recursive: true });
  const emulator = await startEmulator({ dataFolder, judged: true });
  const principals = new Principals(emulator, exampleSettings);
  const stop: Emulator["stop"] = async (options) => {
    await emulator.stop(options);
    await rm(dataFolder, { recursive: true, force: true });
  };
  return withActors({ ...emulator, stop }, principals);
}

async function bootstrapInto(dataFolder: string): Promise<void> {
  const emulator = await startEmulator({ dataFolder, judged: true });
  try {
    const administrator = await startAdministrator(emulator);
    const checkout = await Checkout.create(administrator);
    const { exitCode, output } = await checkout.bootstrap();
    await checkout.remove();
    if (exitCode !== 0) throw new Error(output);
  } finally {
    await emulator.stop();
  }
}

/** Creates the principals that the settings presuppose, and returns the emulator as the one that bootstraps. */
export async function startAdministrator(emulator: Emulator, settings: Settings = exampleSettings): Promise<Emulator> {
  const principals = new Principals(emulator, settings);
  await principals.create(presupposedPrincipals(settings));
  const [first] = settings.environments;
  return actAs(emulator, principals, actorsOf(settings, { name: first?.name ?? "" }).administrator);
}

async function withActors(emulator: Emulator, principals: Principals): Promise<Account> {
  const actors = Object.entries(actorsOf(exampleSettings, { name: "prod" })).map(
    async ([actor, arn]) => [actor, await actAs(emulator, principals, arn)] as const,
  );
  return { ...emulator, ...(Object.fromEntries(await Promise.all(actors)) as Record<Actor, Emulator>) };
}

async function actAs(emulator: Emulator, principals: Principals, arn: string): Promise<Emulator> {
  const variables = await principals.variablesOf(arn, organization.region);
  return { ...emulator, env: { ...emulator.env, ...variables } };
}
