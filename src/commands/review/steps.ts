import { printableLines } from "../cli/printable";

/** Tells what a review does, if that is wanted. */
export interface Steps {
  readonly tell: (line: string) => void;

  /** Does a step, and tells how long it took. */
  readonly time: <Result>(name: string, step: () => Promise<Result>) => Promise<Result>;
}

/**
 * @param isTold whether anything is told
 * @param output where
 */
export function stepsOf(isTold: boolean, output: Pick<NodeJS.WritableStream, "write">): Steps {
  const tell = (line: string) => {
    if (isTold) output.write(`${printableLines(line)}\n`);
  };
  return {
    tell,
    time: async (name, step) => {
      const start = performance.now();
      try {
        return await step();
      } finally {
        tell(`${name}: ${Math.round(performance.now() - start)} ms`);
      }
    },
  };
}
