import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { CommandError } from "../command-error";
import { parseState, type TerraformState } from "./terraform-state";

/**
 * Reads a state file of this machine.
 *
 * Terraform opens the file before it has anything to write, so a run that was killed right then leaves an empty one: it
 * holds nothing and is removed.
 *
 * @returns the state, or undefined where there is none
 * @throws CommandError when the file holds something that is no state
 */
export async function readLocalState(file: string): Promise<TerraformState | undefined> {
  if (!existsSync(file)) return undefined;
  const text = await readFile(file, "utf8");
  if (text.trim() === "") {
    await rm(file);
    return undefined;
  }
  try {
    return parseState(text, file);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new CommandError(
      error.message,
      `put the file aside, or ${file}.backup in its place, and run the command again`,
    );
  }
}
