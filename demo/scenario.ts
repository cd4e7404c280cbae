import { partitionOf } from "../src/constructs/iam/partition";
import type { Environment } from "../src/settings/environment";
import type { Settings } from "../src/settings/validate";
import { bootstrapAccountOf, type StateOwner } from "../src/stacks/bootstrap-accounts";

/** Which environments the demo and the benchmarks use, and what the emulator does not support. */
export interface Scenario {
  /** The environment whose bucket holds the state of bootstrap. */
  readonly bootstrapEnvironment: StateOwner;

  /** The environment that is deployed. */
  readonly deployed: Environment;

  /** The environment that is reviewed, or undefined if there is no second one. */
  readonly reviewed: Environment | undefined;

  /** Whether the emulator can run the stacks; otherwise they are only synthesized and validated. */
  readonly isEmulated: boolean;

  /** A line for each choice that the settings require of the demo, and for each step or option that it omits. */
  readonly notes: readonly string[];
}

type DemoSettings = Pick<Settings, "organization" | "environments">;

/**
 * The part of the settings that the demo uses: it deploys the environment named `dev`, otherwise the first one, and
 * reviews the environment named `prod`, otherwise the first of the others.
 */
export function scenarioOf(settings: DemoSettings): Scenario {
  const { environments } = settings;
  const { stateEnvironment: bootstrapEnvironment } = bootstrapAccountOf(settings);
  const deployed = named("dev", environments) ?? environments[0];
  if (!deployed) throw new Error("there is no environment");
  const others = environments.filter((environment) => environment !== deployed);
  const reviewed = named("prod", others) ?? others[0];
  const regions = regionsOutsideEmulator(environments);
  const isEmulated = regions.length === 0;
  const notes = isEmulated
    ? [...choices(deployed, reviewed), ...unsupportedOptions(settings)]
    : [`bootstrap, deploy and review are skipped: the emulator does not support ${regions.join(", ")}`];
  return { bootstrapEnvironment, deployed, reviewed, isEmulated, notes };
}

function named(name: string, environments: readonly Environment[]): Environment | undefined {
  return environments.find((environment) => environment.name === name);
}

/** The emulator's ARNs are in the partition `aws`, and bootstrap covers all regions at once. */
function regionsOutsideEmulator(environments: readonly Environment[]): string[] {
  const regions = environments.flatMap(({ region, state }) => [region, state.replicaRegion ?? region]);
  return [...new Set(regions)].filter((region) => partitionOf(region) !== "aws");
}

function choices(deployed: Environment, reviewed: Environment | undefined): string[] {
  return [
    ...(deployed.name === "dev" ? [] : [`${deployed.name} is deployed: no environment is named dev`]),
    ...(reviewed ? [] : [`the review is skipped: ${deployed.name} is the only environment`]),
    ...(reviewed && reviewed.name !== "prod"
      ? [`${reviewed.name} is reviewed: no other environment is named prod`]
      : []),
  ];
}

/**
 * What `src/target/emulator.ts` removes from the configuration. It does not list EKS's own deletion protection, since
 * that of Terraform remains.
 */
function unsupportedOptions({ organization, environments }: DemoSettings): string[] {
  const mutable = environments.flatMap(({ name, repositories }) =>
    Object.entries(repositories)
      .filter(([, { mutableTagPatterns }]) => mutableTagPatterns.length > 0)
      .map(([repository]) => `${name}.repositories.${repository}.mutableTagPatterns`),
  );
  return [
    ...(organization.audit.slack ? ["audit.slack is omitted: the emulator does not support chat channels"] : []),
    ...mutable.map(
      (path) => `${path} is omitted: emulator runs allow version 5 of the AWS provider, which does not support it`,
    ),
  ];
}
