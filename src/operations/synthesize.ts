import { failureOf } from "./cdktf-output";
import { ToolFailure } from "./command-error";
import { cdktf } from "./processes";

/**
 * Synthesizes all stacks as `cdktf synth` does, without a word unless it fails.
 *
 * @throws ToolFailure with what CDKTF said
 */
export async function synthesize(outdir: string): Promise<void> {
  const synth = await cdktf(["synth", "--output", outdir], { all: true, reject: false, stdin: "ignore" });
  if (synth.exitCode === 0) return;
  throw new ToolFailure(`cdktf synth failed:\n${failureOf(synth.all)}`, "mend the cause, then run the command again");
}
