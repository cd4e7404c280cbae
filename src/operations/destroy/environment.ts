import type { Environment } from "../../settings/environment";
import type { Settings } from "../../settings/validate";
import { CommandError } from "../command-error";

const page = "docs/remove-an-environment.md";

/**
 * The environment of that name.
 *
 * @throws CommandError when the name is `bootstrap`, or no environment's
 */
export function requireEnvironment({ environments }: Pick<Settings, "environments">, name: string): Environment {
  const environment = environments.find((one) => one.name === name);
  if (environment) return environment;
  const names = environments.map((one) => one.name).join(", ");
  if (name === "bootstrap") {
    throw new CommandError(
      "bootstrap holds the states of all environments and their keys: this command does not destroy it",
      `name one of ${names}; ${page} says what stays when an environment is removed`,
    );
  }
  throw new CommandError(
    `there is no environment called ${name}`,
    `name one of ${names}; to destroy an environment that is gone from environments/, put it back there first (${page})`,
  );
}
