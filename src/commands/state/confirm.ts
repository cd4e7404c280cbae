import { CommandError } from "../cli/command-error";
import { isNameTyped } from "../cli/typed-name";

/**
 * Asks for the stack's name before a state is overwritten.
 *
 * @param yes whether the command line already confirmed it
 * @throws CommandError when the name was not typed, or when there is no terminal
 */
export async function confirmByName(stack: string, yes: boolean): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new CommandError(
      "there is no terminal to ask for confirmation",
      "nothing was changed; pass --yes to confirm",
    );
  }
  if (await isNameTyped(stack, `type ${stack} to continue: `, process.stderr)) return;
  throw new CommandError("not confirmed", "nothing was changed");
}
