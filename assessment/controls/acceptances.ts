import * as operator from "../../environments";
import { CommandError } from "../../src/commands/cli/command-error";
import { type AcceptedFinding, validateAcceptances } from "../../src/settings/acceptance";
import { SettingsError } from "../../src/settings/settings-error";
import { rules } from "./rules";

/**
 * The findings that the operator accepts; none where `environments/` exports no `acceptedControls`.
 *
 * @throws CommandError that lists the invalid ones
 */
export function loadAcceptances(): readonly AcceptedFinding[] {
  const { acceptedControls = [] } = operator as { readonly acceptedControls?: unknown };
  try {
    return validateAcceptances(
      acceptedControls,
      rules.map(({ id }) => id),
    );
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    throw new CommandError(error.message, "fix environments/accepted-controls.ts, then run the command again");
  }
}
