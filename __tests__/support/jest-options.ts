import { Command, Option } from "commander";
import { yargsOptions } from "jest-cli";
import { CommandError } from "../../src/commands/cli/command-error";
import { checkOptionsTakenByNpm } from "../../src/commands/cli/npm-options";

/** Ends the test run if npm has taken one of jest's options, since other tests than the intended ones would run. */
export async function refuseJestOptionsTakenByNpm(): Promise<void> {
  const command = new Command("npm run test --");
  for (const flags of jestFlags()) command.addOption(new Option(flags));
  try {
    await checkOptionsTakenByNpm(command, process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    console.error(`error: ${error.message}\n\nnext: ${error.nextStep}`);
    process.exit(1);
  }
}

/** Each option as jest accepts it: `--testNamePattern`, `--test-name-pattern` and `-t`. */
function jestFlags(): string[] {
  const flags = Object.entries(yargsOptions).flatMap(([name, { alias = [], type }]) => {
    const names = new Set([name, name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), ...[alias].flat()]);
    const value = type === "boolean" ? "" : " <value>";
    return [...names].map((one) => `${one.length === 1 ? "-" : "--"}${one}${value}`);
  });
  return [...new Set(flags)];
}
