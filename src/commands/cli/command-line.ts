import { Command } from "commander";
import { nodeFault } from "../../target/versions";
import { CommandError } from "./command-error";
import { checkOptionsTakenByNpm } from "./npm-options";
import { printable, printableJson, printableLines } from "./printable";

/**
 * Runs one of the project's commands. An error that the operator can fix is printed as its cause and next step, any
 * other error with its stack trace; in both cases the exit code is 1.
 */
export async function runCommand(command: Command, argv: readonly string[] = process.argv): Promise<void> {
  // The AWS SDK is pinned: its notice about future versions would only clutter the output.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  try {
    checkNode();
    await checkOptionsTakenByNpm(command, argv.slice(2));
    await command.parseAsync([...argv]);
  } catch (error) {
    process.exitCode = 1;
    if (error instanceof CommandError) {
      const { message, nextStep, runbook } = error;
      const page = runbook === undefined ? "" : `\nsee: ${runbook}`;
      console.error(printableLines(`error: ${message}\n\nnext: ${nextStep}${page}`));
    } else {
      console.error(error);
    }
  }
}

/** @throws CommandError when this version of Node is not supported */
export function checkNode(version = process.versions.node): void {
  const fault = nodeFault(version);
  if (fault !== undefined) throw new CommandError(fault, "run npm ci and this command again with that Node");
}

/** Prints a command's answer to standard output, as JSON or as text. */
export function printAnswer<Answer>(answer: Answer, json: boolean, asText: (answer: Answer) => string): void {
  if (json) printJson(answer);
  else console.log(printableLines(asText(answer)));
}

/** Prints a command's answer to standard output as JSON. */
export function printJson(answer: unknown): void {
  console.log(printableJson(answer));
}

/** A command whose help shows it as operators run it: `npm run <name> --`. */
export function npmScript(name: string, description: string): Command {
  const line = `npm run ${name} --`;
  return withUsageHint(new Command(line).description(description), line);
}

/** Has a usage error followed by one line, since the whole help would scroll it away. */
export function withUsageHint(command: Command, line: string): Command {
  return command.showHelpAfterError(`\nnext: ${line} --help lists the arguments and options`);
}

/**
 * Rows under a heading, in columns as wide as their longest cell.
 *
 * @param heading names of the columns
 */
export function textTable(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [heading, ...rows].map((line) => line.map(printable));
  const widths = heading.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
