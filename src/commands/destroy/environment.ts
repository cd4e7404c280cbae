import type { Environment } from "../../settings/environment";
import type { Settings } from "../../settings/validate";
import { isBootstrapStack } from "../../settings/names";
import { CommandError } from "../cli/command-error";

const page = "docs/remove-an-environment.md";

/**
 * The environment with the given name.
 *
 * @throws CommandError when the name is `bootstrap`, or not that of an environment
 */
export function requireEnvironment({ environments }: Pick<Settings, "environments">, name: string): Environment {
  const environment = environments.find((one) => one.name === name);
  if (environment) return environment;
  const names = environments.map((one) => one.name).join(", ");
  if (isBootstrapStack(name)) {
    throw new CommandError(
      `${name} contains the states of its account's environments and their keys: this command does not destroy it`,
      `name one of ${names}; ${page} describes what remains when an environment is removed`,
    );
  }
  throw new CommandError(
    `there is no environment named ${name}`,
    `name one of ${names}; to destroy an environment that was removed from environments/, add it again first (${page})`,
  );
}
