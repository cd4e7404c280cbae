import * as operator from "../../environments";
import { CommandError } from "../../src/commands/cli/command-error";
import { type AcceptedFinding, validateAcceptances } from "../../src/settings/acceptance";
import { SettingsError } from "../../src/settings/settings-error";
import { rules } from "./rules";

const known = rules.map(({ id }) => id);

/**
 * The findings that the operator accepts; none where `environments/` exports no `acceptedControls`.
 *
 * @throws CommandError that lists the invalid ones
 */
export function loadAcceptances(): readonly AcceptedFinding[] {
  const { acceptedControls = [] } = operator as { readonly acceptedControls?: unknown };
  try {
    return validateAcceptances(acceptedControls, known);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    throw new CommandError(error.message, "fix environments/accepted-controls.ts, then run the command again");
  }
}

/**
 * The findings that another version of the project accepts, without those of rules that this version does not have.
 *
 * @param written as its settings export them
 * @throws SettingsError that lists the invalid ones
 */
export function acceptancesOf(written: unknown): readonly AcceptedFinding[] {
  return validateAcceptances(written).filter(({ rule }) => known.includes(rule));
}
