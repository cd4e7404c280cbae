import path from "node:path";
import { execa } from "execa";
import type { Emulator } from "../../emulator/emulator";
import { installEmulator } from "../../emulator/install";
import type { Outcome } from "./checkout";
import { streamed } from "../../src/commands/terraform/processes";
import { exampleProject } from "./example-project";

/** Output and exit code of a command, with its result separate from its messages to the operator. */
export interface CommandOutcome extends Outcome {
  readonly stdout: string;
}

/** A process that ends by itself, with any exit code: after SIGTERM execa would kill it within seconds. */
export const untilItEnds = { ...streamed, forceKillAfterDelay: false } as const;

/**
 * Starts one of the project's commands as its npm script does.
 *
 * @param folder folder of the command in `src/commands/`
 */
export function startOperation(emulator: Pick<Emulator, "env">, folder: string, ...args: string[]) {
  return execa(process.execPath, [...scriptOf(folder), ...args], {
    ...untilItEnds,
    cwd: exampleProject(),
    env: emulator.env,
  });
}

/** Starts an npm script with npm, in its own process group as in a terminal: Ctrl-C reaches every process in it. */
export function startNpmScript(emulator: Pick<Emulator, "env">, script: string, ...args: string[]) {
  return execa("npm", ["--silent", "run", script, "--", ...args], {
    ...untilItEnds,
    cwd: exampleProject(),
    env: emulator.env,
    detached: true,
  });
}

/** Waits for a text in the output of a process. */
export async function printed(run: { readonly all: NodeJS.ReadableStream }, text: string): Promise<void> {
  let seen = "";
  await new Promise<void>((resolve, reject) => {
    run.all.on("data", (chunk: Buffer) => {
      seen += chunk.toString();
      if (seen.includes(text)) resolve();
    });
    run.all.on("end", () => {
      reject(new Error(`ended without "${text}":\n${seen}`));
    });
  });
}

/** Runs one of the project's commands until it ends. */
export async function operation(
  emulator: Pick<Emulator, "env">,
  folder: string,
  ...args: string[]
): Promise<CommandOutcome> {
  const { all, stdout, exitCode } = await startOperation(emulator, folder, ...args);
  return { output: all, stdout, exitCode };
}

/** Runs one of the project's commands in a terminal, and gives this answer to the question with the given text. */
export async function answeredOperation(
  emulator: Pick<Emulator, "env">,
  { question, answer }: { question: string; answer: string },
  folder: string,
  ...args: string[]
): Promise<Outcome> {
  const python = await installEmulator();
  const terminal = [path.join(__dirname, "terminal.py"), question, answer, process.execPath];
  const options = { cwd: exampleProject(), env: emulator.env, reject: false } as const;
  const { stdout, exitCode } = await execa(python, [...terminal, ...scriptOf(folder), ...args], options);
  return { output: stdout, exitCode };
}

function scriptOf(folder: string): string[] {
  return [
    "--require",
    "./src/start.cjs",
    folder === "demo" ? path.join("demo", "command.ts") : path.join("src", "commands", folder, "command.ts"),
  ];
}
