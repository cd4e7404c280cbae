/** Environment variables that have Terraform work on another state, without the lock, or on a part of a stack. */
export class TerraformVariablesError extends Error {
  override readonly name = "TerraformVariablesError";
}

/** Options that change neither the state, nor the lock, nor the resources that a run covers. */
const harmlessOptions: ReadonlySet<string> = new Set([
  "compact-warnings",
  "concise",
  "get",
  "input",
  "lock-timeout",
  "lockfile",
  "no-color",
  "parallelism",
  "plugin-dir",
  "upgrade",
]);

/**
 * A plan without the lock, the only kind for a principal that cannot write the state. It changes nothing, and an apply
 * acquires the lock by itself and refuses a saved plan that is older than the state.
 */
const unlockedPlan = { name: "TF_CLI_ARGS_plan", option: /^--?lock=false$/ };

/** Commands that read or write a state, by the suffix of their variable; the empty suffix stands for every command. */
const stateCommand =
  /^TF_CLI_ARGS(_(plan|apply|destroy|refresh|init|import|output|show|taint|untaint|force_unlock|state_\w+|workspace_\w+))?$/;

/** Variables that name another state or another folder for the record of the state. */
const otherState: Readonly<Record<string, string>> = {
  TF_WORKSPACE: "selects another state",
  TF_DATA_DIR: "hides which state a folder was initialized for",
  TF_ENCRYPTION: "encrypts the state so that only this environment can read it",
};

/** A variable that Terraform reads, and why it is refused, if it is. */
export interface TerraformVariable {
  readonly name: string;
  readonly value: string;
  readonly refusal?: string;
}

/**
 * The environment variables that change what Terraform does with a stack.
 *
 * @see https://developer.hashicorp.com/terraform/cli/config/environment-variables
 * @see https://opentofu.org/docs/language/state/encryption/
 */
export function terraformVariables(env: NodeJS.ProcessEnv): TerraformVariable[] {
  return Object.entries(env).flatMap(([name, value = ""]) => {
    if (value === "" || (name === "TF_WORKSPACE" && value === "default")) return [];
    const effect = otherState[name];
    if (effect !== undefined) return [{ name, value, refusal: effect }];
    if (!stateCommand.test(name)) return [];
    const options = wordsIn(value)
      .filter((word) => name !== unlockedPlan.name || !unlockedPlan.option.test(word))
      .flatMap(optionOf)
      .filter((option) => !harmlessOptions.has(option));
    if (options.length === 0) return [{ name, value }];
    return [{ name, value, refusal: `sets ${options.map((option) => `-${option}`).join(", ")}` }];
  });
}

/**
 * Refuses the variables that change the state, the lock or the scope of a run.
 *
 * @throws TerraformVariablesError that names each of them
 */
export function refuseTerraformVariables(env: NodeJS.ProcessEnv): void {
  const refused = terraformVariables(env).filter(({ refusal }) => refusal !== undefined);
  if (refused.length === 0) return;
  const lines = refused.map(({ name, value, refusal }) => `  ${name}: got ${JSON.stringify(value)}, which ${refusal}`);
  const allowed = [...harmlessOptions].map((option) => `-${option}`).join(", ");
  throw new TerraformVariablesError(
    [
      "environment variables change which state Terraform uses, its lock, or what it covers",
      ...lines,
      `unset ${refused.map(({ name }) => name).join(" ")}; allowed in TF_CLI_ARGS: ${allowed}; in ${unlockedPlan.name} also: -lock=false`,
    ].join("\n"),
  );
}

/** Words without their quotes, which can enclose spaces, and without backslashes, which Terraform reads as escapes. */
function wordsIn(value: string): string[] {
  const words = value.match(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g) ?? [];
  return words.map((word) => word.replace(/["'\\]/g, ""));
}

/** The name of an option, with one or two dashes; other words are none. */
function optionOf(word: string): string[] {
  const [, option] = /^--?([^=]+)/.exec(word) ?? [];
  return option === undefined ? [] : [option.toLowerCase()];
}
