import { AsyncLocalStorage } from "node:async_hooks";
import { setMaxListeners } from "node:events";
import { constants } from "node:os";
import { CommandError } from "./command-error";

/** The operator or the system interrupted the command. */
export class Interrupted extends CommandError {}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

const runbook = "docs/runbook/stop-a-run.md";

/** One Ctrl-C arrives twice: from the terminal, and from npm, which forwards it. */
const sameInterruption = 500;

/** The handling of signals while a command runs. */
export interface Interruption {
  /** Aborted by the first signal, with the interruption as the reason. */
  readonly signal: AbortSignal;

  /** Restores the default: signals end this process. */
  ignore(): void;
}

interface Interruptible {
  /** What the operator does after an interruption. */
  readonly nextStep: string;

  /** What a second signal leaves behind, as the message says it. */
  readonly leaves: string;
}

const work = new AsyncLocalStorage<AbortSignal | undefined>();

/** Why a second signal does not end this process now. */
const reasons = new Set<string>();

/**
 * Keeps a signal from ending this process immediately, so that work in progress ends cleanly. A second signal ends it
 * at once, except during `withoutEnding`. Each signal is answered with what it does.
 *
 * @param tell receives the answers
 */
export function listenForInterruption(
  { nextStep, leaves }: Interruptible,
  tell: (line: string) => void = (line) => {
    console.error(line);
  },
): Interruption {
  const controller = new AbortController();
  // Every call to AWS that is in progress listens.
  setMaxListeners(0, controller.signal);
  let first: number | undefined;
  const onSignal = (name: NodeJS.Signals) => {
    const [reason] = reasons;
    if (first === undefined) {
      first = performance.now();
      tell(`${name}: ${reason ?? "the command ends; a second signal ends it at once"}`);
      controller.abort(new Interrupted(`interrupted by ${name}`, nextStep, { runbook }));
    } else if (performance.now() - first >= sameInterruption) {
      if (reason !== undefined) {
        tell(`${name} has no effect: ${reason}`);
        return;
      }
      tell(`ended at once by a second signal, ${name}; ${leaves}`);
      process.exit(128 + constants.signals[name]);
    }
  };
  for (const name of signals) process.on(name, onSignal);
  return {
    signal: controller.signal,
    ignore: () => {
      for (const name of signals) process.off(name, onSignal);
    },
  };
}

/**
 * Does work that a second signal must not cut short.
 *
 * @param reason what the operator waits for
 */
export async function withoutEnding<Result>(reason: string, task: () => Promise<Result>): Promise<Result> {
  reasons.add(reason);
  try {
    return await task();
  } finally {
    reasons.delete(reason);
  }
}

/**
 * Does work whose calls to AWS end with an interruption.
 *
 * @param interruption undefined for work that must be completed after an interruption, such as releasing a lock
 */
export async function endingWith<Result>(
  interruption: AbortSignal | undefined,
  task: () => Promise<Result>,
): Promise<Result> {
  return work.run(interruption, task);
}

/** The signal that ends the calls to AWS of the current work. */
export function interruptionOfWork(): AbortSignal | undefined {
  return work.getStore();
}
