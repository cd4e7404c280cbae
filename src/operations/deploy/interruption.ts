import { CommandError } from "../command-error";

/** Somebody has ended the command. */
export class Interrupted extends CommandError {}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A wish to stop, heard while a command runs. */
export interface Interruption {
  /** Aborted by the first signal, with what interrupted it as the reason. Further signals change nothing. */
  readonly signal: AbortSignal;

  /** Lets signals end this process again. */
  ignore(): void;
}

/**
 * Keeps signals from ending this process at once, so that Terraform gets to save its state and plans get deleted.
 * Terraform itself takes a second signal for an order to drop everything, so that it must be told just once.
 */
export function listenForInterruption(): Interruption {
  const controller = new AbortController();
  const abort = (name: NodeJS.Signals) => {
    controller.abort(
      new Interrupted(
        `interrupted by ${name}`,
        "run the command again: it plans anew from what the state says by then",
      ),
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
