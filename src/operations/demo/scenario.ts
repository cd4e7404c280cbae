import { partitionOf } from "../../constructs/partition";
import type { Environment } from "../../settings/environment";
import type { Settings } from "../../settings/validate";
import { bootstrapHomeOf } from "../../stacks/declared-buckets";

/** Which of the settings' environments the demo and the benchmarks work with, and what the emulator rules out. */
export interface Scenario {
  /** The environment in whose account and region bootstrap runs. */
  readonly home: Environment;

  /** The environment that is deployed. */
  readonly deployed: Environment;

  /** The environment that is reviewed, or undefined where there is no second one. */
  readonly reviewed: Environment | undefined;

  /** Whether the emulator can run the stacks; otherwise they are synthesized and validated alone. */
  readonly isEmulated: boolean;

  /** A line for each choice that the settings force on the demo, and for each step or option that it leaves out. */
  readonly notes: readonly string[];
}

type DemoSettings = Pick<Settings, "organization" | "environments">;

/**
 * The part of the settings that the demo shows: it deploys the environment called `dev`, or else the first one, and
 * reviews the one called `prod`, or else the first of the others.
 */
export function scenarioOf(settings: DemoSettings): Scenario {
  const { environments } = settings;
  const home = bootstrapHomeOf(settings);
  const deployed = named("dev", environments) ?? environments[0] ?? home;
  const others = environments.filter((environment) => environment !== deployed);
  const reviewed = named("prod", others) ?? others[0];
  const regions = regionsOutsideEmulator(environments);
  const isEmulated = regions.length === 0;
  const notes = isEmulated
    ? [...choices(deployed, reviewed), ...unsupportedOptions(settings)]
    : [`bootstrap, deploy and review are left out: the emulator has no ${regions.join(", ")}`];
  return { home, deployed, reviewed, isEmulated, notes };
}

function named(name: string, environments: readonly Environment[]): Environment | undefined {
  return environments.find((environment) => environment.name === name);
}

/** The emulator's ARNs are those of the partition `aws`, and bootstrap spans all regions at once. */
function regionsOutsideEmulator(environments: readonly Environment[]): string[] {
  const regions = environments.flatMap(({ region, state }) => [region, state.replicaRegion ?? region]);
  return [...new Set(regions)].filter((region) => partitionOf(region) !== "aws");
}

function choices(deployed: Environment, reviewed: Environment | undefined): string[] {
  return [
    ...(deployed.name === "dev" ? [] : [`${deployed.name} is deployed: no environment is called dev`]),
    ...(reviewed ? [] : [`the review is left out: ${deployed.name} is the only environment`]),
    ...(reviewed && reviewed.name !== "prod"
      ? [`${reviewed.name} is reviewed: no other environment is called prod`]
      : []),
  ];
}

/**
 * What `src/stacks/emulator.ts` takes out of the configuration. EKS's own deletion protection is not told, since
 * Terraform's stays.
 */
function unsupportedOptions({ organization, environments }: DemoSettings): string[] {
  const mutable = environments.flatMap(({ name, repositories }) =>
    Object.entries(repositories)
      .filter(([, { mutableTagPatterns }]) => mutableTagPatterns.length > 0)
      .map(([repository]) => `${name}.repositories.${repository}.mutableTagPatterns`),
  );
  return [
    ...(organization.audit.slack ? ["audit.slack is left out: the emulator has no chat channels"] : []),
    ...mutable.map(
      (path) => `${path} is left out: emulator runs allow version 5 of the AWS provider, which does not know it`,
    ),
  ];
}
