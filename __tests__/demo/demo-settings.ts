import type { EnvironmentSettings } from "../../src/settings/environment";
import { type Settings, validateSettings } from "../../src/settings/validate";
import { change, environmentWith, organization } from "../settings/example-settings";

/** An environment, and what sets it apart from the others. */
interface EnvironmentOf {
  readonly name: string;
  readonly account?: string;
  readonly region?: string;
  readonly replicaRegion?: string;
  readonly repositories?: EnvironmentSettings["repositories"];
}

/**
 * Valid settings with these environments; the state of bootstrap is stored with the last one.
 *
 * @param changes organization settings by path
 */
export function settingsOf(
  environments: readonly EnvironmentOf[],
  changes: Readonly<Record<string, unknown>> = {},
): Settings {
  const stateEnvironment = environments.at(-1)?.name;
  return validateSettings(
    change(organization, { "bootstrap.stateEnvironment": stateEnvironment, ...changes }),
    environments.map(({ replicaRegion, ...environment }, position) =>
      environmentWith({
        account: "123456789012",
        ...environment,
        ...(replicaRegion === undefined ? {} : { "state.replicaRegion": replicaRegion }),
        "network.cidr": `10.${position}.0.0/16`,
        "network.availabilityZones": ["a", "b"],
      }),
    ),
  );
}
