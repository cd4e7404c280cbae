import { z } from "zod";
import { allowedAccount } from "../checks/account";
import { type PreflightRun, preflight } from "../checks/enforce";
import { stackReport } from "../apply/stack-report";
import { CommandError, ToolFailure } from "../cli/command-error";
import { printableLines } from "../cli/printable";
import type { Sources } from "../plan-report/fingerprint";
import { planReport } from "../plan-report/plan-report";
import type { StackReport } from "../plan-report/report";
import { secretsOfConfiguration, secretsOfEnvironment, secretsOfPlan } from "../plan-report/secrets/known-secrets";
import { scrubText } from "../plan-report/secrets/scrub";
import { secretsOfState } from "../plan-report/secrets/state-secrets";
import { readS3Backend, readSynthesized, stackFolder } from "../remote-state/backend";
import type { StateObject } from "../remote-state/state-object";
import { planToRead } from "../terraform/saved-plan";
import { errorText } from "./error-text";
import type { Steps } from "./steps";

/** How an operator runs a review. */
export interface ReviewOptions {
  /** Whether to hold the lock of each state while planning. */
  readonly lock: boolean;
  readonly lockTimeout: string;
  readonly skipSynth: boolean;

  /** Whether to tell each step with its duration. */
  readonly debug: boolean;
}

/** How every stack of a review is planned. */
export interface StackReviewOptions extends ReviewOptions {
  /** Folder that the stacks are synthesized to. */
  readonly outdir: string;
  readonly sources: Sources | undefined;
  readonly steps: Steps;
  readonly interruption: AbortSignal;
}

/** What is known of a stack when something fails. */
interface Known {
  readonly secrets: Set<string>;

  /** What Terraform printed about its errors. */
  readonly errors: string[];
}

/**
 * Plans a stack without changing anything, and reports what the plan means.
 *
 * @returns a report that says why there is no plan where one cannot be made
 */
export async function reviewStack(stack: string, options: StackReviewOptions): Promise<StackReport> {
  const known: Known = { secrets: new Set(secretsOfEnvironment(process.env)), errors: [] };
  try {
    return await options.steps.time(stack, async () => planned(stack, options, known));
  } catch (error) {
    options.interruption.throwIfAborted();
    return failed(stack, error, known, options.debug);
  }
}

async function planned(stack: string, options: StackReviewOptions, known: Known): Promise<StackReport> {
  const { outdir, steps, interruption, lock, lockTimeout, sources } = options;
  const folder = stackFolder(outdir, stack);
  add(known.secrets, secretsOfConfiguration(await readSynthesized(folder, z.unknown()), process.env));
  const backend = await readS3Backend(outdir, stack);
  const run = { command: "review", stack, folder, backend, interruption, lock, lockTimeout } as const;
  const state = await checkedState(run, steps);
  add(known.secrets, secretsOfState(state?.state));
  const progress = process.stderr;
  const onError = (line: string) => void known.errors.push(line);
  const { json } = await steps.time(`${stack}: init, plan, show`, async () =>
    planToRead({ ...run, progress, onError }),
  );
  add(known.secrets, options.debug ? secretsOfPlan(json) : new Set());
  const place = { account: allowedAccount(backend), region: backend.region };
  const plan = await steps.time(`${stack}: report`, async () => Promise.resolve(planReport(json, place)));
  return stackReport({ stack, plan, state, sources });
}

async function checkedState(run: PreflightRun, steps: Steps): Promise<StateObject | undefined> {
  const checked = await preflight(run, (line) => {
    steps.tell(`${run.stack}: ${line}`);
  });
  return (await checked.state()).found;
}

/**
 * The report about a stack without a plan. The errors of Terraform go to standard error, since they can quote any value:
 * without the secrets that are known.
 */
function failed(stack: string, error: unknown, { secrets, errors }: Known, debug: boolean): StackReport {
  const clean = (text: string) => scrubText(secrets, text);
  const isKnown = error instanceof CommandError;
  if (error instanceof ToolFailure) {
    process.stderr.write(`${printableLines(clean(`${stack}: ${errorText(errors)}`))}\n`);
  } else if (!isKnown && debug) {
    process.stderr.write(`${printableLines(clean(String(error instanceof Error ? error.stack : error)))}\n`);
  }
  return {
    stack,
    outcome: "failed",
    message: clean(isKnown ? error.message : "an unexpected error occurred"),
    nextStep: clean(
      isKnown ? error.nextStep : `run the command again with --debug: npm run review -- ${stack} --debug`,
    ),
  };
}

function add(secrets: Set<string>, more: ReadonlySet<string>): void {
  for (const secret of more) secrets.add(secret);
}
