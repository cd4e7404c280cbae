import path from "node:path";
import { CommandError } from "../command-error";
import { npmScript, printJson, runCommand } from "../command-line";
import { checkPrerequisites } from "../prerequisites";
import { projectRoot } from "../project";
import { readS3Backend, stackFolder } from "../state/backend";
import { synthesize } from "../synthesize";
import { deployAnswer, stoppedAnswer } from "./answer";
import { canAsk } from "./approval";
import { deploy, type DeployOptions, type Ending } from "./deploy";
import { listenForInterruption } from "./interruption";
import type { PlanSummary } from "./plan";

interface Options {
  readonly autoApprove: boolean;
  readonly confirmDestroy: string[];
  readonly acceptState?: string;
  readonly lockTimeout: string;
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly skipSynth: boolean;
  readonly output: string;
}

const command = npmScript(
  "deploy",
  "Deploys a stack as cdktf deploy does, and refuses what that would do silently: start over where the state has vanished, work in the wrong account, destroy what nobody can bring back.",
)
  .argument("<stack>", "an environment, for example dev, or bootstrap")
  .option("--auto-approve", "apply without asking; needed where there is no terminal", false)
  .option(
    "--confirm-destroy <address>",
    "let this cluster, VPC, key, bucket or repository go (repeatable)",
    collect,
    [],
  )
  .option("--accept-state <version>", "take this S3 version of the state for right although an earlier one is newer")
  .option("--lock-timeout <duration>", "how long to wait for the state's lock, for example 10m", "0s")
  .option("--dry-run", "check and plan, apply nothing", false)
  .option("--json", "print the outcome as JSON to standard output, and all else to standard error", false)
  .option("--skip-synth", "take the stack as it was synthesized before", false)
  .option("--output <folder>", "folder to synthesize into", process.env.CDKTF_OUTPUT ?? "cdktf.out")
  .action(async (stack: string, options: Options) => {
    let plan: PlanSummary | undefined;
    const onPlan = (made: PlanSummary) => {
      plan = made;
    };
    const progress = options.json ? process.stderr : process.stdout;
    try {
      const ending = await checkAndDeploy(stack, { ...options, progress, onPlan });
      if (options.json) printJson(deployAnswer(stack, plan, ending));
    } catch (error) {
      if (options.json) printJson(stoppedAnswer(stack, plan, error));
      throw error;
    }
  });

async function checkAndDeploy(
  stack: string,
  options: Options & Pick<DeployOptions, "progress" | "onPlan">,
): Promise<Ending> {
  const { autoApprove, dryRun, acceptState } = options;
  if (!autoApprove && !dryRun && !canAsk(options.progress)) {
    throw new CommandError("there is no terminal to ask for approval", "pass --auto-approve, or --dry-run");
  }
  await checkPrerequisites();
  const outdir = path.resolve(projectRoot, options.output);
  const interruption = listenForInterruption();
  try {
    if (!options.skipSynth) await synthesize(outdir, interruption.signal);
    interruption.signal.throwIfAborted();
    return await deploy({
      ...options,
      stack,
      folder: stackFolder(outdir, stack),
      backend: await backendOf(outdir, stack),
      confirmedDestructions: options.confirmDestroy,
      ...(acceptState === undefined ? {} : { acceptedVersion: acceptState }),
      interruption: interruption.signal,
    });
  } finally {
    interruption.ignore();
  }
}

function collect(address: string, earlier: string[]): string[] {
  return [...earlier, address];
}

async function backendOf(outdir: string, stack: string) {
  return readS3Backend(outdir, stack).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw new CommandError(`there is no stack called ${stack}`, "npx cdktf list names the stacks");
  });
}

void runCommand(command);
