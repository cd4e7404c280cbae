import { CommandError } from "../cli/command-error";

/** The operator or the system interrupted the command. */
export class Interrupted extends CommandError {}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** The handling of signals while a command runs. */
export interface Interruption {
  /** Aborted by the first signal, with the interruption as the reason. Further signals have no effect. */
  readonly signal: AbortSignal;

  /** Restores the default: signals end this process. */
  ignore(): void;
}

/**
 * Keeps signals from ending this process immediately, so that Terraform can save its state and plan files are deleted.
 * Terraform exits immediately on a second signal, so it must receive only one.
 */
export function listenForInterruption(): Interruption {
  const controller = new AbortController();
  const abort = (name: NodeJS.Signals) => {
    controller.abort(
      new Interrupted(`interrupted by ${name}`, "run the command again: it creates a new plan from the current state"),
    );
  };
  for (const name of signals) process.on(name, abort);
  return {
    signal: controller.signal,
    ignore: () => {
      for (const name of signals) process.off(name, abort);
    },
  };
}
