import { type PartialSettings, parsePartially } from "./partial-settings";
import { type Environment, type EnvironmentSettings, environmentSchema } from "./environment";
import { errorText, type Fault, fault, faultUnder } from "../options/faults";
import { readPlainData } from "../options/plain-data";
import { SettingsError } from "./settings-error";
import { type Organization, type OrganizationSettings, organizationSchema, mostEnvironments } from "./organization";
import { resolve } from "./resolve";
import { accessFaults } from "./rules/access-rules";
import { arnFaults } from "./rules/arn-rules";
import { environmentRules } from "./rules/environment-rules";
import { nameFaults } from "./rules/name-rules";
import { organizationFaults } from "./rules/organization-rules";
import { capacityRules } from "./rules/capacity-rules";
import { retiredEnvironments, retirementFaults } from "./rules/retirement-rules";
import { stateAccessFaults } from "./rules/state-access-rules";
import { tagFaults } from "./rules/tag-rules";
import { organizationWarnings, warningsAbout } from "./warnings";

export { SettingsError } from "./settings-error";

/** Valid settings with all defaults applied. */
export interface Settings {
  readonly organization: Organization;
  readonly environments: readonly Environment[];

  /** Warnings, one line each, beginning with the setting's path. */
  readonly warnings: readonly string[];
}

/**
 * Validates all settings together, before anything is created from them.
 *
 * @param today the day on which Kubernetes versions must be in support
 * @throws SettingsError that lists every invalid setting of the organization and of all environments
 */
export function validateSettings(
  organization: OrganizationSettings,
  environments: readonly EnvironmentSettings[],
  today = new Date(),
): Settings {
  const input = readSettings(organization, environments);
  const shared = parsePartially(organizationSchema, input.organization, "organization");
  const drafts = input.environments.map((environment, position) =>
    resolve(parsePartially(environmentSchema, environment, labelOf(environment, position)), shared.values.region),
  );
  const retired = retiredEnvironments(shared.values);
  const owners = [...drafts, ...retired];
  const faults = [
    ...shared.faults,
    ...drafts.flatMap(({ faults }) => faults),
    ...refuseNoEnvironments(input.environments),
    ...owners.flatMap((draft) => [...ruleFaults(draft), ...nameFaults(shared.values, draft)]),
    ...organizationFaults(shared.values, drafts, retired),
    ...retirementFaults(shared.values, drafts, retired),
    ...stateAccessFaults(shared.values, owners),
    ...accessFaults(shared.values, owners),
    ...arnFaults(shared.values, owners),
    ...tagFaults(shared.values, drafts),
  ];
  if (faults.length > 0) throw new SettingsError(faults);

  // The draft of valid settings holds every value.
  const validEnvironments = drafts.map(({ values }) => values as Environment);
  const validOrganization = shared.values as Organization;
  const accounts = validEnvironments.map(({ account }) => account);
  return {
    organization: validOrganization,
    environments: validEnvironments,
    warnings: [
      ...organizationWarnings(validOrganization, validEnvironments),
      ...validEnvironments.flatMap((environment) => warningsAbout(environment, accounts, today)),
    ],
  };
}

/** The settings as plain data, without which they could be neither validated nor shown. */
function readSettings(organization: unknown, environments: unknown) {
  const read = [organization, ...listOf(environments)].map((settings) => readPlainData(settings, false));
  const [shared, ...others] = read.map(({ data }) => data);
  const faults = read.flatMap(({ faults }, position) => {
    const label = position === 0 ? "organization" : labelOf(others[position - 1], position - 1);
    return faults.map((inner) => faultUnder(label, inner));
  });
  if (faults.length > 0) throw new SettingsError(faults);
  return { organization: shared, environments: others };
}

/** The entries of the list of environments, which a getter or a proxy can fail to return. */
function listOf(environments: unknown): readonly unknown[] {
  const refuse = (got: unknown, allowed: string) => new SettingsError([fault(["environments"], got, allowed)]);
  try {
    if (!Array.isArray(environments)) throw refuse(environments, "a list of environments");
    const { length } = environments;
    if (length > mostEnvironments) throw refuse(length, `at most ${mostEnvironments} environments`);
    return Array.from(environments as unknown[]);
  } catch (error) {
    throw error instanceof SettingsError
      ? error
      : refuse(errorText(error), "a list of environments, not a computed one");
  }
}

function ruleFaults({ label, values }: PartialSettings<Environment>): Fault[] {
  return [...environmentRules, ...capacityRules]
    .flatMap((rule) => rule(values))
    .map((inner) => faultUnder(label, inner));
}

/** `environments`: at least one. */
function refuseNoEnvironments(environments: readonly unknown[]): Fault[] {
  return environments.length > 0 ? [] : [fault(["environments"], environments, "at least one environment")];
}

/** Invalid settings are reported under the environment's name if it has one that is fit for a path. */
function labelOf(environment: unknown, position: number): string {
  const name = typeof environment === "object" && environment !== null && "name" in environment && environment.name;
  return typeof name === "string" && /^[\w-]{1,120}$/.test(name) ? name : `environments[${position}]`;
}
