import { CommandError } from "./command-error";

/** The operator or the system interrupted the command. */
export class Interrupted extends CommandError {}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** The handling of signals while a command runs. */
export interface Interruption {
  /** Aborted by the first signal, with the interruption as the reason. */
  readonly signal: AbortSignal;

  /** Restores the default: signals end this process. */
  ignore(): void;
}

/**
 * Keeps a signal from ending this process immediately, so that work in progress ends cleanly.
 *
 * @param nextStep what the operator does after an interruption
 * @param again whether a second signal of the same kind has no effect or ends this process
 */
export function listenForInterruption(nextStep: string, again: "has no effect" | "ends"): Interruption {
  const controller = new AbortController();
  const abort = (name: NodeJS.Signals) => {
    controller.abort(new Interrupted(`interrupted by ${name}`, nextStep, { runbook: "docs/runbook/stop-a-run.md" }));
  };
  for (const name of signals) process[again === "ends" ? "once" : "on"](name, abort);
  return {
    signal: controller.signal,
    ignore: () => {
      for (const name of signals) process.off(name, abort);
    },
  };
}
