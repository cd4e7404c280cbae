import os from "node:os";
import type { Comparison, Pair, Sample } from "./measure";

/** The results of one comparison as Markdown: medians, spread, and the ratio pair by pair. */
export function section(comparison: Comparison, pairs: readonly Pair[]): string {
  const ratios = pairs.map(({ ours, baseline }) => ours.seconds / baseline.seconds);
  const ratio = median(ratios);
  const { target } = comparison;
  const verdict = target === undefined ? "" : `, target at most ${target}: ${ratio <= target ? "met" : "missed"}`;
  return [
    `## ${comparison.title}`,
    "",
    `Ratio ${spread(ratios, 2)}${verdict}. ${pairs.length} pairs after a warm-up.`,
    "",
    "| side | seconds | peak MiB of the largest process |",
    "| --- | --- | --- |",
    row(
      comparison.ours.name,
      pairs.map(({ ours }) => ours),
    ),
    row(
      comparison.baseline.name,
      pairs.map(({ baseline }) => baseline),
    ),
    "",
  ].join("\n");
}

/** The measurements and the machine. */
export function header(versions: readonly string[]): string {
  const cpus = os.cpus();
  return [
    "# Benchmarks",
    "",
    "Written by `npm run bench`. Whole commands, timed from outside, the two sides in turn; figures are the median with",
    "minimum and maximum in brackets, ratios are taken pair by pair.",
    "",
    `${new Date().toISOString().slice(0, 10)}, ${cpus.length} x ${cpus[0]?.model ?? "unknown processor"}, ${(os.totalmem() / 2 ** 30).toFixed(0)} GiB, ${os.type()} ${os.release()}, ${versions.join(", ")}`,
    "",
  ].join("\n");
}

function row(name: string, samples: readonly Sample[]): string {
  const seconds = samples.map((sample) => sample.seconds);
  const memory = samples.map((sample) => sample.mebibytes);
  return `| ${name} | ${spread(seconds, 1)} | ${spread(memory, 0)} |`;
}

function spread(values: readonly number[], digits: number): string {
  const format = (value: number) => value.toFixed(digits);
  return `${format(median(values))} (${format(Math.min(...values))} to ${format(Math.max(...values))})`;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
