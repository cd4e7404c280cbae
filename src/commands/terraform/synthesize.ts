import { failureOf } from "./cdktf-output";
import { ToolFailure } from "../cli/command-error";
import { cdktf } from "./processes";

/**
 * Synthesizes all stacks as `cdktf synth` does, without output unless it fails.
 *
 * @param interruption the signal that also ends CDKTF when it comes from a terminal
 * @throws ToolFailure with CDKTF's output, or the reason of the interruption if that came first
 */
export async function synthesize(outdir: string, interruption?: AbortSignal): Promise<void> {
  const synth = await cdktf(["synth", "--output", outdir], { all: true, reject: false, stdin: "ignore" });
  if (synth.exitCode === 0) return;
  interruption?.throwIfAborted();
  throw new ToolFailure(`cdktf synth failed:\n${failureOf(synth.all)}`, "fix the cause, then run the command again");
}
