import { callerIdentity } from "../aws/caller";
import { withAws } from "../aws/aws-errors";
import { CommandError } from "../cli/command-error";
import { Interrupted } from "../cli/interruption";
import { stateClient } from "../remote-state/backend";
import type { Finding } from "./finding";
import { beforePlan, beforeSynthesis, onPlan, type Preconditions } from "./preconditions";
import { checkState } from "./state";
import type { Preflight, StackCommand } from "./subject";

type Report = (line: string) => void;

/**
 * Checks the preconditions of a command in their order.
 *
 * @param report receives a line for each finding
 * @throws CommandError for the first one that is not met
 */
export async function enforce<Subject extends StackCommand>(
  preconditions: Preconditions<Subject>,
  subject: Subject,
  report: Report,
): Promise<void> {
  for (const [name, { checkedBy, check }] of Object.entries(preconditions)) {
    if (!check || !checkedBy.includes(subject.command)) continue;
    const finding = await withAws(`check ${name}`, async () => check(subject));
    if (!finding) continue;
    report(finding.outcome === "ok" ? `${name}: ${finding.detail}` : warningText(name, finding));
  }
}

function warningText(name: string, { detail, nextStep = "", runbook }: Finding): string {
  return [`warning: ${name}: ${detail}`, `  next: ${nextStep}`, ...(runbook ? [`  see: ${runbook}`] : [])].join("\n");
}

/** What must be known of a run before Terraform starts. */
export interface PreflightRun extends Omit<Preflight, "client" | "caller" | "state"> {
  /** Version of the state object to accept although an earlier version has a higher serial. */
  readonly acceptedVersion?: string;
}

/**
 * Checks everything that can be checked before Terraform starts.
 *
 * @returns what was checked, for the checks of the plan
 * @throws CommandError for the first precondition that is not met
 */
export async function preflight(run: PreflightRun, report: Report): Promise<Preflight> {
  const client = stateClient(run.backend);
  const caller = once(async () => callerIdentity(run.backend.region));
  // A review accepts no version: the deploy that follows it does.
  const command = run.command === "review" ? "deploy" : run.command;
  const state = once(async () => checkState({ ...run, command, client }));
  const checked: Preflight = { ...run, client, caller, state };
  try {
    await enforce(beforePlan, checked, report);
  } catch (error) {
    if (error instanceof CommandError && !(error instanceof Interrupted)) error.effect ??= "nothing was changed";
    throw error;
  }
  return checked;
}

/** What a command refuses, a line for each precondition, for its help. */
export function refusals(command: StackCommand["command"]): string {
  const all: Preconditions<never> = { ...beforeSynthesis, ...beforePlan, ...onPlan };
  const refused = Object.values(all).filter(({ checkedBy }) => checkedBy.includes(command));
  return ["", "Refuses:", ...refused.map(({ refuses }) => `  ${refuses}`)].join("\n");
}

function once<Value>(work: () => Promise<Value>): () => Promise<Value> {
  let result: Promise<Value> | undefined;
  return async () => (result ??= work());
}
