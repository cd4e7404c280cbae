import path from "node:path";
import { execa } from "execa";
import { z } from "zod";
import { projectRoot } from "../src/commands/cli/project";

const sampleSchema = z.object({ seconds: z.number(), mebibytes: z.number() });

/** One run of one or more consecutive commands: wall-clock seconds, and the peak memory of the largest process. */
export type Sample = z.output<typeof sampleSchema>;

/** A command line, and where it runs: by default in the folder of the project, with the variables of this process. */
export interface Command {
  readonly line: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** One side of a comparison. */
export interface Side {
  readonly name: string;
  /** Restores the initial situation of the commands; not timed. */
  readonly prepare: () => Promise<void>;
  readonly commands: () => readonly Command[];
}

export interface Comparison {
  readonly title: string;

  /**
   * Largest ratio of the two sides that is good enough.
   * @default - none: the comparison only informs
   */
  readonly target?: number;
  readonly ours: Side;
  readonly baseline: Side;
}

export interface Pair {
  readonly ours: Sample;
  readonly baseline: Sample;
}

/**
 * Alternates the two sides, so that a slowdown of the machine affects both; the first pair is a warm-up and not
 * counted.
 */
export async function runPairs(comparison: Comparison, pairs: number): Promise<Pair[]> {
  const results: Pair[] = [];
  for (let run = 0; run <= pairs; run++) {
    const pair = { ours: await runSide(comparison.ours), baseline: await runSide(comparison.baseline) };
    console.log(
      `${comparison.title}, ${run === 0 ? "warm-up" : `pair ${run}`}: ${pair.ours.seconds.toFixed(1)} s against ${pair.baseline.seconds.toFixed(1)} s`,
    );
    if (run > 0) results.push(pair);
  }
  return results;
}

async function runSide(side: Side): Promise<Sample> {
  await side.prepare();
  const samples: Sample[] = [];
  for (const command of side.commands()) samples.push(await runCommand(command));
  return {
    seconds: samples.reduce((sum, { seconds }) => sum + seconds, 0),
    mebibytes: Math.max(...samples.map(({ mebibytes }) => mebibytes)),
  };
}

export async function runCommand({ line, cwd = projectRoot, env }: Command): Promise<Sample> {
  const { stdout } = await execa("python3", [path.join(__dirname, "measure.py"), ...line], { cwd, env });
  return sampleSchema.parse(JSON.parse(stdout));
}
