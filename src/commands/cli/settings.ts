import { environments, organization } from "../../../environments";
import { SettingsError, validateSettings, type Settings } from "../../settings/validate";
import { CommandError } from "./command-error";

/**
 * The settings of this project, validated.
 *
 * @throws CommandError that lists the invalid settings
 */
export function loadSettings(): Settings {
  try {
    return validateSettings(organization, environments);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    throw new CommandError(error.message, "fix the settings in environments/, then run the command again");
  }
}
