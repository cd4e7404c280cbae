import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { CommandError } from "../cli/command-error";
import { parseState, type TerraformState } from "./terraform-state";

/**
 * Reads a state file on this machine.
 *
 * Terraform opens the file before it has anything to write, so a run that is killed at that moment leaves an empty
 * file, which is removed.
 *
 * @returns the state, or undefined if there is none
 * @throws CommandError when the content of the file is not a state
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
      `move the file away, or replace it with ${file}.backup, and run the command again`,
    );
  }
}
