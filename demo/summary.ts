import { readS3Backend, stateClient, stackFolder } from "../src/commands/remote-state/backend";
import { stateUrl } from "../src/commands/remote-state/state-object";
import { describeState, type TerraformState } from "../src/commands/remote-state/terraform-state";
import { listVersions } from "../src/commands/remote-state/versions";
import { actIn } from "./accounts";
import type { Scenario } from "./scenario";
import type { JudgedCall } from "../emulator/record";
import { stateOf, type Workplace } from "./story";

/** The results of the demo's steps, for the summary. */
export interface Findings {
  bootstrap: string[];
  lockInfo: string;
  review: string;
}

/**
 * The result of the demo as text: what exists now, where the state is stored and what was refused.
 *
 * @param stacks names of all stacks
 * @param keep whether the folders outlive the demo
 */
export async function summarize(
  scenario: Scenario,
  stacks: readonly string[],
  workplace: Workplace,
  findings: Findings,
  keep: boolean,
): Promise<string> {
  return [
    ...(scenario.isEmulated ? await emulatedLines(scenario, workplace, findings) : validatedLines()),
    ...(scenario.notes.length > 0 ? [heading("for these settings"), ...scenario.notes.map((note) => `  ${note}`)] : []),
    heading("synthesized for auditors"),
    ...synthesizedLines(stacks, workplace, keep),
  ].join("\n");
}

/** The files, or how to write them again where the demo deletes them. */
export function synthesizedLines(
  stacks: readonly string[],
  { outdir, hclOutdir }: Pick<Workplace, "outdir" | "hclOutdir">,
  keep: boolean,
): string[] {
  if (!keep) {
    const files = `  cdk.tf.json and cdk.tf of ${stacks.join(", ")}, which are deleted with the demo's folder`;
    return [
      files,
      "  npx cdktf synth and npx cdktf synth --hcl write them to cdktf.out/stacks/<stack>, one format at a time",
    ];
  }
  return stacks.flatMap((stack) => [
    `  ${stackFolder(outdir, stack)}/cdk.tf.json`,
    `  ${stackFolder(hclOutdir, stack)}/cdk.tf`,
  ]);
}

async function emulatedLines(
  { bootstrapEnvironment, deployed, reviewed }: Scenario,
  workplace: Workplace,
  findings: Findings,
): Promise<string[]> {
  actIn(bootstrapEnvironment);
  const bootstrapState = await stateLines(workplace, "bootstrap");
  actIn(deployed);
  const { state } = await stateOf(workplace, deployed.name);
  return [
    heading("bootstrap"),
    ...findings.bootstrap.filter((line) => line.startsWith("    ")).map((line) => `  ${line.trim()}`),
    ...bootstrapState,
    heading(`${deployed.name} is deployed`),
    ...(await stateLines(workplace, deployed.name)),
    ...resourcesByType(state),
    heading("a second plan while the deploy held the lock was refused"),
    ...findings.lockInfo.split("\n").map((line) => `  ${line}`),
    "  the lock object was deleted when the deploy ended",
    heading("a second plan after the deploy"),
    "  No changes.",
    ...(reviewed
      ? [heading(`${reviewed.name} as a reviewer sees it (cdktf diff ${reviewed.name})`), `  ${findings.review}`]
      : []),
  ];
}

function validatedLines(): string[] {
  return [heading("Terraform validates every stack in both formats")];
}

function heading(text: string): string {
  return `\n${text}`;
}

async function stateLines(workplace: Workplace, stack: string): Promise<string[]> {
  const backend = await readS3Backend(workplace.outdir, stack);
  const object = await stateOf(workplace, stack);
  const versions = (await listVersions(stateClient(backend), backend)).filter(({ isDeleteMarker }) => !isDeleteMarker);
  return [
    `  state       ${stateUrl(backend)}`,
    `  contains    ${describeState(object.state)}`,
    `  encryption  ${object.encryption ?? "none"}${object.kmsKeyId ? ` with ${object.kmsKeyId}` : ""}`,
    `  versions    ${versions.length}, newest ${object.versionId ?? "none"}`,
  ];
}

function resourcesByType(state: TerraformState): string[] {
  const counts = new Map<string, number>();
  for (const { mode, type, instances } of state.resources) {
    if (mode === "managed") counts.set(type, (counts.get(type) ?? 0) + instances.length);
  }
  return [...counts]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([type, count]) => `  ${String(count).padStart(4)}  ${type}`);
}

/** How many calls were judged, with what result; a call that its API model refuses is denied as well. */
export function judgedLine(calls: readonly JudgedCall[]): string {
  const denied = calls.filter(({ verdict, violations }) => verdict?.decision === "denied" || violations.length > 0);
  const undecided = calls.filter(({ verdict }) => verdict?.decision === "undecided");
  const names = [...new Set(denied.map(({ call }) => `${call.service} ${call.operation}`))];
  const refused = denied.length === 0 ? "none denied" : `${denied.length} denied (${names.join(", ")})`;
  return `\n${calls.length} calls were judged: ${refused}, ${undecided.length} undecided`;
}
