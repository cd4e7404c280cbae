import { readFile } from "node:fs/promises";
import type { Command, Option } from "commander";
import { execa } from "execa";
import { CommandError } from "./command-error";

/** Without this option a command changes what it was only asked to show, so that its loss is refused whatever set it. */
const guard = "dry-run";

/** An option that npm consumed from its command line, with the values that it found. */
interface TakenOption {
  readonly option: Option;
  readonly values: readonly string[];
}

/**
 * Refuses to run when npm consumed an option that was meant for the command: without a preceding `--`, npm reads the
 * option as its own configuration, drops it from the arguments and leaves only a variable `npm_config_<name>`.
 *
 * npm also exports such variables for its configuration files and passes on those of the environment. An option whose
 * value equals one of these is attributed to that source. npm 12 itself refuses options that it does not know.
 *
 * @param args arguments that npm passed on
 * @throws CommandError that shows the command line to run instead
 * @see https://docs.npmjs.com/cli/v11/using-npm/scripts#environment
 * @see https://github.com/npm/cli/blob/v11.6.2/workspaces/config/lib/set-envs.js
 */
export async function refuseOptionsTakenByNpm(
  command: Command,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  const [, script] = /^npm run (\S+) --$/.exec(command.name()) ?? [];
  // A command that another script starts sees the options that npm consumed from that script's command line.
  if (script === undefined || env.npm_lifecycle_event !== script) return;
  const options = new Map(optionsOf(command).map((option) => [settingOf(option), option]));
  const taken = await takenSettings([...options].filter(([, option]) => mayBeTaken(option, env)).map(first), args, env);
  if (taken.length === 0) return;
  const found = taken.map((name): TakenOption => {
    const option = options.get(name);
    if (!option) throw new Error(`npm consumed --${name}, which is not an option`);
    return { option, values: (env[variableOf(name)] ?? "").split("\n\n") };
  });
  const names = found.map(({ option }) => option.long ?? option.flags).join(", ");
  throw new CommandError(
    `npm consumed ${names}, because no -- precedes it; nothing was done`,
    [
      lineToType(command, args, found),
      `(where the environment sets ${taken.map(variableOf).join(", ")} deliberately, unset it for this command)`,
    ].join("\n      "),
  );
}

/**
 * The npm settings that come only from its command line.
 *
 * @param names as npm spells them, such as `dry-run`
 */
async function takenSettings(
  names: readonly string[],
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<string[]> {
  const suspects = names.filter((name) => env[variableOf(name)] !== undefined);
  if (suspects.length === 0) return [];
  const [exported, configured] = [await environmentOfNpm(), await configuredSettings(suspects, env)];
  return suspects.filter((name) => {
    if (name === guard) return !args.includes(`--${guard}`);
    const value = env[variableOf(name)] ?? "";
    return !exported.includes(`${variableOf(name)}=${value}`) && configured.get(name) !== value;
  });
}

/** npm sets a flag to true, or to an empty value if it is negated. */
function mayBeTaken(option: Option, env: NodeJS.ProcessEnv): boolean {
  return takesValue(option) || env[variableOf(settingOf(option))] === (option.negate ? "" : "true");
}

function optionsOf(command: Command): readonly Option[] {
  return [...command.options, ...command.commands.flatMap(optionsOf)];
}

/** The name that npm gives an option. */
function settingOf({ long, short }: Option): string {
  return (long ?? short ?? "").replace(/^--?(no-)?/, "");
}

function variableOf(name: string): string {
  return `npm_config_${name.replaceAll("-", "_").toLowerCase()}`;
}

function first<T>([value]: readonly [T, ...unknown[]]): T {
  return value;
}

/**
 * The environment that npm was started with, as `<name>=<value>` entries. The scripts replace their shell, so npm is
 * the parent process. Available only on Linux.
 *
 * @see https://man7.org/linux/man-pages/man5/proc_pid_environ.5.html
 */
async function environmentOfNpm(): Promise<string[]> {
  const environ = await readFile(`/proc/${process.ppid}/environ`, "utf8").catch(() => "");
  return environ.split("\0");
}

/** The values in npm's configuration files and defaults, without the command line and the environment. */
async function configuredSettings(names: readonly string[], env: NodeJS.ProcessEnv): Promise<Map<string, string>> {
  const variables = new Set(names.map(variableOf));
  const others = Object.entries(env).filter(([name]) => !variables.has(name.toLowerCase().replaceAll("-", "_")));
  // npm includes the names of the settings in its output only when several are requested.
  const { stdout } = await execa(process.execPath, [env.npm_execpath ?? "npm", "config", "get", ...names, "registry"], {
    env: Object.fromEntries(others),
    extendEnv: false,
    reject: false,
    stdin: "ignore",
  });
  const lines = stdout.split("\n").map((line) => /^([^=]+)=(.*)$/.exec(line) ?? []);
  return new Map(lines.map(([, name = "", value = ""]) => [name, value]));
}

/**
 * The command with the options in the right place. npm leaves the values of some options among the arguments, usually
 * last.
 */
function lineToType(command: Command, args: readonly string[], taken: readonly TakenOption[]): string {
  const lost = taken.filter(({ option, values }) => takesValue(option) && values.includes("true"));
  const rest = [...args];
  const strays = lost.length > 0 && !rest.some((arg) => arg.startsWith("-")) ? rest.splice(-lost.length) : [];
  const found = lost.length === 1 ? strays[0] : undefined;
  const options = taken.flatMap(({ option, values }) =>
    values.flatMap((value) => {
      const flag = option.long ?? option.flags;
      if (!takesValue(option)) return [flag];
      if (value !== "true") return [flag, quote(value)];
      return [flag, found === undefined ? placeholderOf(option) : quote(found)];
    }),
  );
  return [command.name(), ...rest.map(quote), ...options].join(" ");
}

function takesValue({ required, optional }: Option): boolean {
  return required || optional;
}

function placeholderOf({ flags }: Option): string {
  return /[<[].*$/.exec(flags)?.[0] ?? "<value>";
}

function quote(text: string): string {
  return /^[\w./:@%+,=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
