import { isBootstrapStack } from "../../settings/names";
import { CommandError } from "../cli/command-error";
import { loadSettings } from "../cli/settings";
import { declaredState } from "../remote-state/declared-state";
import type { StackCommand } from "./subject";

/**
 * Refuses a stack that the settings do not declare, or of which they keep only the state. Its folder may still exist.
 *
 * @throws CommandError that names the stacks, or the setting
 */
export function checkStack({ stack }: Pick<StackCommand, "stack">): void {
  const settings = loadSettings();
  declaredState(settings, stack);
  if (isBootstrapStack(stack) || settings.environments.some(({ name }) => name === stack)) return;
  throw new CommandError(
    `${stack} is retired: organization.bootstrap.retired keeps only its state`,
    "to deploy it again, first move it back to environments/",
  );
}
