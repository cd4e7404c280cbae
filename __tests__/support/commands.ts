import { readFileSync } from "node:fs";
import path from "node:path";
import { type Command, CommanderError } from "commander";
import { projectRoot } from "../../src/commands/cli/project";

let defined: Command | undefined;

// Each command runs itself when its module is loaded.
jest.mock("../../src/commands/cli/command-line", () => ({
  ...jest.requireActual<object>("../../src/commands/cli/command-line"),
  runCommand: (command: Command) => {
    defined = command;
  },
}));

const { scripts } = JSON.parse(readFileSync(path.join(projectRoot, "package.json"), "utf8")) as {
  scripts: Record<string, string>;
};

/** Modules of the commands by the name of their npm script. */
const modules = new Map(
  Object.entries(scripts).flatMap(([name, line]) => {
    const [, module] = /--require \.\/src\/start\.cjs (\S+\/command)\.ts$/.exec(line) ?? [];
    return module === undefined ? [] : [[name, module] as const];
  }),
);

/** Names of the npm scripts that are commands of this project. */
export const commandNames = [...modules.keys()];

const loaded = new Map<string, Command>();

/** Thrown where the action of a command would begin. */
const accepted = new Error("accepted");
let runsActions = true;

/** The command of an npm script as it is defined, with its action. */
export function commandOf(script: string): Command {
  const module = modules.get(script);
  if (module === undefined) throw new Error(`${script} is not a command`);
  const command = loaded.get(script) ?? load(module);
  loaded.set(script, command);
  return command;
}

function load(module: string): Command {
  jest.requireActual(path.join(projectRoot, module));
  if (!defined) throw new Error(`${module} defines no command`);
  for (const one of [defined, ...defined.commands]) one.exitOverride();
  return defined.hook("preAction", () => {
    if (!runsActions) throw accepted;
  });
}

/** What a command's own parser prints about these arguments; undefined if it accepts them. Runs no action. */
export function usageErrorOf(script: string, args: readonly string[]): string | undefined {
  const command = commandOf(script);
  let printed = "";
  const writeErr = (text: string) => {
    printed += text;
  };
  for (const one of [command, ...command.commands]) one.configureOutput({ writeErr, writeOut: () => undefined });
  runsActions = false;
  try {
    command.parse([...args], { from: "user" });
  } catch (error) {
    if (error === accepted) return undefined;
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? undefined : printed;
  } finally {
    runsActions = true;
  }
  throw new Error(`${script} has no action`);
}
