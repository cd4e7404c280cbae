import path from "node:path";
import { callerIdentity } from "../aws/caller";
import { readSources } from "../apply/sources";
import { enforce } from "../checks/enforce";
import { beforeSynthesis } from "../checks/preconditions";
import { checkStack } from "../checks/stack";
import { endingWith, listenForInterruption } from "../cli/interruption";
import { projectRoot } from "../cli/project";
import { loadSettings } from "../cli/settings";
import type { Settings } from "../../settings/validate";
import { type Report, reportOf, type StackReport } from "../plan-report/report";
import { declaredStates } from "../remote-state/declared-state";
import { synthesizeStacks } from "../terraform/synthesis";
import { type ReviewOptions, reviewStack } from "./review-stack";
import { runsAtOnce, sideBySide } from "./side-by-side";
import { stepsOf } from "./steps";

/** A stack of the settings. */
interface DeclaredStack {
  readonly name: string;
  readonly account: string;
}

/**
 * Plans stacks, side by side as far as the machine allows, and reports what the plans mean.
 *
 * @param names stacks; without names, all of the settings, of which those in another account than the caller's are
 * skipped
 * @returns the report, in the order of the settings; a stack that cannot be planned is reported as failed
 * @throws CommandError when a name is no stack, or when the settings or the tools do not allow a synthesis
 */
export async function review(names: readonly string[], options: ReviewOptions): Promise<Report> {
  const settings = loadSettings();
  for (const stack of names) checkStack({ stack });
  const declared = stacksOf(settings).filter(({ name }) => names.length === 0 || names.includes(name));
  const [first] = declared;
  if (!first) throw new Error("the settings declare no stack");
  const steps = stepsOf(options.debug, process.stderr);
  const outdir = path.resolve(projectRoot, process.env.CDKTF_OUTPUT ?? "cdktf.out");
  const invocation = { command: "review", stack: first.name, progress: process.stderr, dryRun: true, outdir } as const;
  await enforce(beforeSynthesis, { ...invocation, skipSynth: options.skipSynth }, steps.tell);
  const interruption = listenForInterruption({
    nextStep: "run the command again: it changed nothing",
    leaves: "nothing was changed",
  });
  try {
    const { signal } = interruption;
    if (!options.skipSynth) {
      const selected = declared.map(({ name }) => name);
      await steps.time("synth", async () => synthesizeStacks(selected, { outdir, interruption: signal }));
    }
    return await endingWith(signal, async () => {
      const sources = await readSources();
      const caller = names.length > 0 ? undefined : await accountOfCaller(settings);
      const run = { ...options, outdir, sources, steps, interruption: signal };
      const stacks = await sideBySide(declared, runsAtOnce(), async ({ name, account }) =>
        caller !== undefined && account !== caller ? skipped(name, account, caller) : reviewStack(name, run),
      );
      signal.throwIfAborted();
      return reportOf(stacks);
    });
  } finally {
    interruption.ignore();
  }
}

/** The stacks of the settings, in their order; of what is retired, only the state remains. */
function stacksOf(settings: Settings): DeclaredStack[] {
  const retired = new Set(settings.organization.bootstrap.retired.map(({ name }) => name));
  return declaredStates(settings)
    .filter(({ name }) => !retired.has(name))
    .map(({ name, environment }) => ({ name, account: environment.account }));
}

/** The caller's account, unless no stack is in it: then each stack tells what is wrong. */
async function accountOfCaller(settings: Settings): Promise<string | undefined> {
  const { accountId } = await callerIdentity(settings.organization.region);
  return stacksOf(settings).some(({ account }) => account === accountId) ? accountId : undefined;
}

function skipped(stack: string, account: string, caller: string): StackReport {
  return {
    stack,
    outcome: "skipped",
    message: `it belongs to account ${account}, and the credentials to account ${caller}`,
    nextStep: `with credentials of account ${account}: npm run review -- ${stack}`,
  };
}
