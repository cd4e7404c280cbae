import path from "node:path";
import { bootstrap, type BootstrapOptions } from "../src/commands/bootstrap/bootstrap";
import { CommandError } from "../src/commands/cli/command-error";
import { cdktf, runCdktf, terraform } from "../src/commands/terraform/processes";
import { readS3Backend, stackFolder, stateClient } from "../src/commands/remote-state/backend";
import { readStateObject, type StateObject } from "../src/commands/remote-state/state-object";
import { readLock, waitForApplyLock } from "../src/commands/remote-state/lock";

/** Receives the latest line of output, so that no step is silent for long. */
export type Progress = (line: string) => void;

/** Folders that one run of the demo uses; none of them belongs to the checkout. */
export interface Workplace {
  readonly outdir: string;
  readonly secondOutdir: string;
  readonly hclOutdir: string;
  readonly localStateFileOf: BootstrapOptions["localStateFileOf"];
}

/** The folders below one temporary folder. */
export function workplaceIn(folder: string): Workplace {
  return {
    outdir: path.join(folder, "cdktf.out"),
    secondOutdir: path.join(folder, "second-checkout"),
    hclOutdir: path.join(folder, "hcl"),
    localStateFileOf: ({ stack }) => path.join(folder, `terraform.${stack}.tfstate`),
  };
}

/** Creates buckets and key with local state and moves that state to S3. Returns the reported lines. */
export async function tellBootstrap(workplace: Workplace, progress: Progress): Promise<string[]> {
  const lines: string[] = [];
  await bootstrap({
    ...workplace,
    report: (line) => {
      lines.push(line);
      progress(line);
    },
    onOutput: progress,
  });
  return lines;
}

/** Deploys an environment and checks that a second plan is refused while the deploy holds the lock. */
export async function tellDeploy(
  stack: string,
  workplace: Workplace,
  progress: Progress,
): Promise<{ lockInfo: string }> {
  await runCdktf(["synth"], { outdir: workplace.secondOutdir, onLine: progress });
  const backend = await readS3Backend(workplace.secondOutdir, stack);
  const client = stateClient(backend);
  const deployed = new AbortController();
  const deploy = runCdktf(["deploy", stack, "--auto-approve"], { outdir: workplace.outdir, onLine: progress }).finally(
    () => {
      deployed.abort();
    },
  );
  const [, second] = await Promise.all([
    deploy,
    waitForApplyLock(client, backend, deployed.signal).then((lock) =>
      lock ? planBesideDeploy(stack, workplace.secondOutdir) : undefined,
    ),
  ]);
  if (!second?.refused) {
    throw new CommandError(
      `the second plan was not refused while the deploy held the lock:\n${second?.lockInfo ?? "no lock was seen"}`,
      "see the log of the emulator",
    );
  }
  if (await readLock(client, backend)) {
    throw new CommandError("the lock object still exists after the deploy", "see the log of the emulator");
  }
  return { lockInfo: second.lockInfo };
}

/** Plans an environment again; any remaining change after the deploy is a failure. */
export async function tellSecondPlan(stack: string, workplace: Workplace, progress: Progress): Promise<void> {
  const output = await runCdktf(["diff", stack, "--no-color"], { outdir: workplace.outdir, onLine: progress });
  if (!output.includes("No changes.")) {
    throw new CommandError(
      `a plan immediately after the deploy is not empty:\n${output}`,
      "see emulator/known-drift.ts",
    );
  }
}

/** Reviews an environment that was never deployed here, and returns Terraform's summary line. */
export async function tellReview(stack: string, workplace: Workplace, progress: Progress): Promise<string> {
  const output = await runCdktf(["diff", stack, "--no-color"], { outdir: workplace.outdir, onLine: progress });
  const summary = /Plan: \d+ to add, \d+ to change, \d+ to destroy/.exec(output)?.[0];
  if (!summary) throw new CommandError(`the review shows no plan:\n${output}`, "see the output above");
  return summary;
}

/** Synthesizes both formats, one after the other. */
export async function tellSynth(workplace: Workplace, progress: Progress): Promise<void> {
  await runCdktf(["synth"], { outdir: workplace.outdir, onLine: progress });
  await runCdktf(["synth", "--hcl"], { outdir: workplace.hclOutdir, onLine: progress });
}

/** Has Terraform validate the synthesized stacks in both formats. */
export async function tellValidate(
  stacks: readonly string[],
  { outdir, hclOutdir }: Workplace,
  progress: Progress,
): Promise<void> {
  for (const folder of [outdir, hclOutdir].flatMap((format) => stacks.map((stack) => stackFolder(format, stack)))) {
    progress(folder);
    for (const args of [
      ["init", "-backend=false", "-input=false", "-no-color"],
      ["validate", "-no-color"],
    ]) {
      const { exitCode, all } = await terraform(args, { cwd: folder, all: true, reject: false, stdin: "ignore" });
      if (exitCode !== 0)
        throw new CommandError(`terraform ${args.join(" ")} failed in ${folder}:\n${all}`, "fix the cause above");
    }
  }
}

/** The state object of an environment in S3. */
export async function stateOf(workplace: Workplace, stack: string): Promise<StateObject> {
  const backend = await readS3Backend(workplace.outdir, stack);
  const object = await readStateObject(stateClient(backend), backend);
  if (!object) throw new Error(`no state of ${stack} in S3`);
  return object;
}

/** Tries to plan a stack that is being deployed, from a separate checkout, and returns Terraform's output. */
async function planBesideDeploy(stack: string, outdir: string): Promise<{ refused: boolean; lockInfo: string }> {
  const plan = await cdktf(["diff", stack, "--skip-synth", "--no-color", "--output", outdir], {
    all: true,
    reject: false,
    stdin: "ignore",
  });
  const refused = plan.exitCode !== 0 && plan.all.includes("Error acquiring the state lock");
  return { refused, lockInfo: refused ? lockInfoLines(plan.all) : plan.all };
}

function lockInfoLines(output: string): string {
  const lines = output.split("\n").map((line) => line.replace(/^[\s│]*(\w+\s+│)?\s*/u, ""));
  const start = lines.findIndex((line) => line.startsWith("Lock Info:"));
  return lines
    .slice(start, start + 8)
    .filter((line) => line.trim() !== "")
    .join("\n");
}
