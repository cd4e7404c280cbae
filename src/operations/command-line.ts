import { Command } from "commander";
import { nodeFault } from "../stacks/versions";
import { CommandError } from "./command-error";
import { refuseOptionsTakenByNpm } from "./npm-options";

/**
 * Runs one of the project's commands: a fault that a person has to mend is printed as cause and next step, anything
 * unexpected with its stack, and either way the exit code is 1.
 */
export async function runCommand(command: Command, argv: readonly string[] = process.argv): Promise<void> {
  // The AWS SDK is pinned; its notice about coming versions would only stand between a person and the answer.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  try {
    const fault = nodeFault(process.versions.node);
    if (fault !== undefined) throw new CommandError(fault, "run npm ci and this command again with that Node");
    await refuseOptionsTakenByNpm(command, argv.slice(2));
    await command.parseAsync([...argv]);
  } catch (error) {
    process.exitCode = 1;
    if (error instanceof CommandError) {
      console.error(`error: ${error.message}\n\nnext: ${error.nextStep}`);
    } else {
      console.error(error);
    }
  }
}

/** Prints a command's answer to standard output, as JSON or as text for a person. */
export function printAnswer<Answer>(answer: Answer, json: boolean, asText: (answer: Answer) => string): void {
  if (json) printJson(answer);
  else console.log(asText(answer));
}

/** Prints a command's answer to standard output as JSON. */
export function printJson(answer: unknown): void {
  console.log(JSON.stringify(answer, undefined, 2));
}

/** A command whose help names it as people call it: `npm run <name> --`. */
export function npmScript(name: string, description: string): Command {
  return new Command(`npm run ${name} --`).description(description).showHelpAfterError();
}
