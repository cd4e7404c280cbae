import type { EnvironmentSettings } from "../../src/settings/environment";
import type { OrganizationSettings } from "../../src/settings/organization";
import { SettingsError, validateSettings } from "../../src/settings/validate";

/** Settings with nothing in them that has a default. */
export const organization: OrganizationSettings = {
  name: "platform",
  stateBucketPrefix: "my-terraform-state",
  region: "ap-northeast-1",
  statePrincipals: { roles: ["TerraformExecutionRole"], users: ["terraform-user"] },
  bootstrap: { stateEnvironment: "prod" },
};

/** Settings with nothing in them that has a default. */
export const prod: EnvironmentSettings = {
  name: "prod",
  account: "123456789012",
  network: { cidr: "10.20.0.0/16" },
  cluster: {
    version: "1.35",
    nodeGroups: { general: { instanceTypes: ["m6i.large"], minSize: 1, desiredSize: 2, maxSize: 3 } },
  },
  repositories: {},
};

export const dev: EnvironmentSettings = { ...prod, name: "dev", network: { cidr: "10.10.0.0/16" } };

/** Settings with other values at some paths; `undefined` removes a setting. */
export function change<T>(settings: T, changes: Readonly<Record<string, unknown>>): T {
  const changed = structuredClone(settings);
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split(".");
    let place = changed as Record<string, Record<string, never>>;
    for (const key of keys.slice(0, -1)) place = place[key] ??= {} as never;
    if (value === undefined) Reflect.deleteProperty(place, keys.at(-1) ?? "");
    else (place as Record<string, unknown>)[keys.at(-1) ?? ""] = value;
  }
  return changed;
}

export const environmentWith = (changes: Readonly<Record<string, unknown>>) => change(prod, changes);

/** One line for each invalid setting, without the heading. */
export function faultsOf(environments: unknown, organizationSettings: unknown = organization): string[] {
  try {
    validateSettings(organizationSettings as OrganizationSettings, environments as EnvironmentSettings[]);
    return [];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.message
      .split("\n")
      .slice(1)
      .map((line) => line.trim());
  }
}

/** The invalid settings of an environment with some values changed. */
export const faultsWith = (changes: Readonly<Record<string, unknown>>) => faultsOf([environmentWith(changes)]);

/** The invalid settings of the organization with some values changed. */
export const organizationFaultsWith = (changes: Readonly<Record<string, unknown>>) =>
  faultsOf([prod], change(organization, changes));
