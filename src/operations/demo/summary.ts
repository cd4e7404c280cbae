import { readS3Backend, stateClient, stackFolder } from "../state/backend";
import { stateUrl } from "../state/state-object";
import { describeState, type TerraformState } from "../state/terraform-state";
import { listVersions } from "../state/versions";
import { stateOf, type Workplace } from "./story";

/** What the steps of the demo found out, for the summary. */
export interface Findings {
  bootstrap: string[];
  lockInfo: string;
  review: string;
}

/** The demo's result as a person reads it: what exists now, where the state lies and what was refused. */
export async function summarize(workplace: Workplace, findings: Findings): Promise<string> {
  const dev = await stateOf(workplace, "dev");
  return [
    heading("bootstrap"),
    ...findings.bootstrap.filter((line) => line.startsWith("    ")).map((line) => `  ${line.trim()}`),
    ...(await stateLines(workplace, "bootstrap")),
    heading("dev is deployed"),
    ...(await stateLines(workplace, "dev")),
    ...resourcesByType(dev.state),
    heading("a second plan while the deploy held the lock was refused"),
    ...findings.lockInfo.split("\n").map((line) => `  ${line}`),
    "  the lock object is gone since the deploy ended",
    heading("a second plan after the deploy"),
    "  No changes.",
    heading("prod as a reviewer sees it (cdktf diff prod)"),
    `  ${findings.review}`,
    heading("synthesized for auditors"),
    ...["bootstrap", "dev", "prod"].flatMap((stack) => [
      `  ${stackFolder(workplace.outdir, stack)}/cdk.tf.json`,
      `  ${stackFolder(workplace.hclOutdir, stack)}/cdk.tf`,
    ]),
  ].join("\n");
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
    `  holds       ${describeState(object.state)}`,
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
