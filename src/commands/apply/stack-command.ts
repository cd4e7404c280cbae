import path from "node:path";
import type { Command } from "commander";
import { duration } from "../cli/arguments";
import { printJson } from "../cli/command-line";
import { projectRoot } from "../cli/project";
import { readS3Backend, stackFolder } from "../remote-state/backend";
import { synthesizeStacks } from "../terraform/synthesis";
import { deployAnswer, stoppedAnswer } from "./answer";
import { enforce } from "../checks/enforce";
import { beforeSynthesis } from "../checks/preconditions";
import type { StackCommand } from "../checks/subject";
import { endingWith, listenForInterruption } from "../cli/interruption";
import type { PlanSummary } from "../terraform/plan";
import type { DeployOutcome, StackRun } from "./plan-and-apply";

/** Options of the commands that plan and apply. */
export interface StackOptions {
  readonly confirmDestroy: string[];
  readonly acceptState?: string;
  readonly reviewed?: string;
  readonly lockTimeout: string;
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly skipSynth: boolean;
  readonly output: string;

  /** Whether it is given; of destroy, the name that it repeats. */
  readonly autoApprove?: boolean | string;
}

/** What such a command does with its synthesized stack. */
export type StackWork = (run: StackRun) => Promise<DeployOutcome>;

/** Adds the options that these commands have in common. */
export function withStackOptions(command: Command): Command {
  return command
    .option(
      "--confirm-destroy <address>",
      "allow the destruction of this resource, which a plan without it lists (repeatable)",
      collect,
      [],
    )
    .option(
      "--accept-state <version>",
      "accept this S3 version of the state although an earlier version has a higher serial or another lineage",
    )
    .option("--lock-timeout <duration>", "how long to wait for the state's lock, for example 10m", duration, "0s")
    .option("--dry-run", "check and plan without applying", false)
    .option("--json", "print the outcome as JSON to standard output, and everything else to standard error", false)
    .option("--skip-synth", "use the stack as it was last synthesized", false)
    .option("--output <folder>", "folder to synthesize into", process.env.CDKTF_OUTPUT ?? "cdktf.out");
}

/** Synthesizes a stack, works on it, and prints the answer if JSON is requested. */
export async function runStackCommand(command: StackCommand, options: StackOptions, work: StackWork): Promise<void> {
  let plan: PlanSummary | undefined;
  const onPlan = (made: PlanSummary) => {
    plan = made;
  };
  const progress = options.json ? process.stderr : process.stdout;
  try {
    const outcome = await prepareAndRun({ ...command, progress, onPlan }, options, work);
    if (options.json) printJson(deployAnswer(command.stack, plan, outcome));
  } catch (error) {
    if (options.json) printJson(stoppedAnswer(command.stack, plan, error));
    throw error;
  }
}

async function prepareAndRun(
  run: StackCommand & Pick<StackRun, "progress" | "onPlan">,
  options: StackOptions,
  work: StackWork,
): Promise<DeployOutcome> {
  const { lockTimeout, dryRun, acceptState, reviewed } = options;
  const outdir = path.resolve(projectRoot, options.output);
  await enforce(beforeSynthesis, { ...options, ...run, outdir }, (line) => void run.progress.write(`${line}\n`));
  const interruption = listenForInterruption({
    nextStep: "run the command again: it creates a new plan from the current state",
    leaves: "Terraform was not at work",
  });
  try {
    if (!options.skipSynth) await synthesizeStacks([run.stack], { outdir, interruption: interruption.signal });
    interruption.signal.throwIfAborted();
    const stackRun = {
      ...run,
      lockTimeout,
      dryRun,
      folder: stackFolder(outdir, run.stack),
      backend: await readS3Backend(outdir, run.stack),
      confirmedDestructions: options.confirmDestroy,
      ...(acceptState === undefined ? {} : { acceptedVersion: acceptState }),
      ...(reviewed === undefined ? {} : { reviewed }),
      interruption: interruption.signal,
    };
    return await endingWith(interruption.signal, async () => work(stackRun));
  } finally {
    interruption.ignore();
  }
}

function collect(address: string, earlier: string[]): string[] {
  return [...earlier, address];
}
