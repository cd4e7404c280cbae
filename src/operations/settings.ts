import { environments, organization } from "../../environments";
import { SettingsError, validateSettings, type Settings } from "../settings/validate";
import { CommandError } from "./command-error";

/**
 * The settings of this project, validated.
 *
 * @throws CommandError that lists their faults
 */
export function loadSettings(): Settings {
  try {
    return validateSettings(organization, environments);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    throw new CommandError(error.message, "mend the settings in environments/, then run the command again");
  }
}
