import { CommandError } from "../command-error";
import { isNameTyped } from "../typed-name";

/**
 * Asks for the stack's name before something is overwritten.
 *
 * @param yes whether the command line said so already
 * @throws CommandError when it was not typed, or when nobody is there to type
 */
export async function confirmByName(stack: string, yes: boolean): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new CommandError("nobody is there to confirm this", "nothing was changed; pass --yes if it is what you want");
  }
  if (await isNameTyped(stack, `type ${stack} to go on: `, process.stderr)) return;
  throw new CommandError("this was not confirmed", "nothing was changed");
}
