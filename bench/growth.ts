import path from "node:path";
import { runCommand, type Sample } from "./measure";
import { median } from "./report";
import { appCommand } from "./syntheses";

/** Medians of a number of environments, each in an account of its own with a bootstrap stack. */
export interface Growth extends Sample {
  readonly environments: number;
}

const counts = [1, 2, 10, 50, 100, 200];
const targets = { seconds: 8, mebibytes: 500, slope: 1.2 };
const runs = 3;

/** Runs the app with each number of environments, in turn so that a slowdown of the machine affects all. */
export async function measureGrowth(folder: string): Promise<Growth[]> {
  const samples = new Map<number, Sample[]>(counts.map((count) => [count, []]));
  for (let run = 1; run <= runs; run++) {
    for (const [count, results] of samples) {
      const program = path.join(__dirname, "apps", "many-environments.ts");
      const sample = await runCommand(appCommand(folder, program, String(count)));
      console.log(`${count} environments, run ${run}: ${sample.seconds.toFixed(1)} s`);
      results.push(sample);
    }
  }
  return [...samples].map(([environments, results]) => ({
    environments,
    seconds: median(results.map(({ seconds }) => seconds)),
    mebibytes: median(results.map(({ mebibytes }) => mebibytes)),
  }));
}

/** The growth as Markdown, with its targets. */
export function growthSection(growth: readonly Growth[]): string {
  const largest = growth.at(-1);
  const slope = slopeBetween(growth, 100, 200) / slopeBetween(growth, 2, 10);
  const verdict = (value: number, target: number, unit: string) =>
    `${value.toFixed(unit === "" ? 2 : 1)}${unit}, target at most ${target}${unit}: ${value <= target ? "met" : "missed"}`;
  return [
    "## The app with 1 to 200 environments, each in its own account",
    "",
    `- time of 200: ${verdict(largest?.seconds ?? Infinity, targets.seconds, " s")}`,
    `- peak memory of 200: ${verdict(largest?.mebibytes ?? Infinity, targets.mebibytes, " MiB")}`,
    `- an environment beyond 100 against one below 10: ${verdict(slope, targets.slope, "")}`,
    "",
    "![Time and memory by number of environments](growth.svg)",
    "",
    `| environments | seconds | peak MiB |`,
    "| --- | --- | --- |",
    ...growth.map(
      ({ environments, seconds, mebibytes }) => `| ${environments} | ${seconds.toFixed(1)} | ${mebibytes.toFixed(0)} |`,
    ),
    "",
    `Medians of ${runs} runs.`,
    "",
  ].join("\n");
}

/** Seconds that one more environment takes between two of the measured numbers. */
function slopeBetween(growth: readonly Growth[], from: number, to: number): number {
  const secondsOf = (count: number) => growth.find(({ environments }) => environments === count)?.seconds ?? NaN;
  return (secondsOf(to) - secondsOf(from)) / (to - from);
}
