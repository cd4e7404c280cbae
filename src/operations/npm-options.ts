import { readFile } from "node:fs/promises";
import type { Command, Option } from "commander";
import { execa } from "execa";
import { CommandError } from "./command-error";

/** Without this option a command changes what it was only asked to show, so that its loss is refused whatever set it. */
const guard = "dry-run";

/** An option that npm took from its command line, with the values that it found. */
interface TakenOption {
  readonly option: Option;
  readonly values: readonly string[];
}

/**
 * Refuses to run where npm has taken an option that was meant for the command: without `--` before it, npm reads the
 * option as a setting of its own, drops it from the arguments and leaves only a variable `npm_config_<name>`.
 *
 * npm exports such a variable for its configuration files as well, and passes on those of the environment. An option that
 * has the value which one of these gives is taken to come from there. npm 12 itself refuses options that it does not know.
 *
 * @param args what npm passed on
 * @throws CommandError that shows the line to type
 * @see https://docs.npmjs.com/cli/v11/using-npm/scripts#environment
 * @see https://github.com/npm/cli/blob/v11.6.2/workspaces/config/lib/set-envs.js
 */
export async function refuseOptionsTakenByNpm(
  command: Command,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  const [, script] = /^npm run (\S+) --$/.exec(command.name()) ?? [];
  // A command that another script starts sees what npm took from that script's line.
  if (script === undefined || env.npm_lifecycle_event !== script) return;
  const options = new Map(optionsOf(command).map((option) => [settingOf(option), option]));
  const taken = await takenSettings([...options].filter(([, option]) => mayBeTaken(option, env)).map(first), args, env);
  if (taken.length === 0) return;
  const found = taken.map((name): TakenOption => {
    const option = options.get(name);
    if (!option) throw new Error(`npm took --${name}, which is no option`);
    return { option, values: (env[variableOf(name)] ?? "").split("\n\n") };
  });
  const names = found.map(({ option }) => option.long ?? option.flags).join(", ");
  throw new CommandError(
    `npm took ${names} as its own, because no -- precedes it; nothing was done`,
    [
      lineToType(command, args, found),
      `(where the environment sets ${taken.map(variableOf).join(", ")} on purpose, unset it for this command)`,
    ].join("\n      "),
  );
}

/**
 * Those of npm's settings that come from its command line alone.
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

/** npm gives a flag the value true, or an empty one where it is negated. */
function mayBeTaken(option: Option, env: NodeJS.ProcessEnv): boolean {
  return takesValue(option) || env[variableOf(settingOf(option))] === (option.negate ? "" : "true");
}

function optionsOf(command: Command): readonly Option[] {
  return [...command.options, ...command.commands.flatMap(optionsOf)];
}

/** The name under which npm knows an option. */
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
 * The environment that npm was started with, `<name>=<value>` each: the scripts replace their shell, so that npm is the
 * parent. Only Linux shows it.
 *
 * @see https://man7.org/linux/man-pages/man5/proc_pid_environ.5.html
 */
async function environmentOfNpm(): Promise<string[]> {
  const environ = await readFile(`/proc/${process.ppid}/environ`, "utf8").catch(() => "");
  return environ.split("\0");
}

/** What npm's configuration files and defaults say, with the command line and the environment left out. */
async function configuredSettings(names: readonly string[], env: NodeJS.ProcessEnv): Promise<Map<string, string>> {
  const variables = new Set(names.map(variableOf));
  const others = Object.entries(env).filter(([name]) => !variables.has(name.toLowerCase().replaceAll("-", "_")));
  // npm names the settings in its answer only when it is asked for several.
  const { stdout } = await execa(process.execPath, [env.npm_execpath ?? "npm", "config", "get", ...names, "registry"], {
    env: Object.fromEntries(others),
    extendEnv: false,
    reject: false,
    stdin: "ignore",
  });
  const lines = stdout.split("\n").map((line) => /^([^=]+)=(.*)$/.exec(line) ?? []);
  return new Map(lines.map(([, name = "", value = ""]) => [name, value]));
}

/** The command with the options where they belong. npm leaves the values of some among the arguments, at the end as a rule. */
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
