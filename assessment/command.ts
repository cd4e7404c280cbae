import path from "node:path";
import { InvalidArgumentError } from "commander";
import { installCheckov } from "../scan/checkov";
import { npmScript, runCommand } from "../src/commands/cli/command-line";
import { listenForInterruption } from "../src/commands/cli/interruption";
import { printableLines } from "../src/commands/cli/printable";
import { projectRoot } from "../src/commands/cli/project";
import { assess } from "./assess";
import { assessmentOf, type Baseline, findBaseline } from "./comparison/baseline";
import { compare } from "./comparison/compare";
import { worse } from "./comparison/comparison";
import { loadAcceptances } from "./controls/acceptances";
import { evidenceOf } from "./evidence";
import { refuseOtherContent, writeFolder } from "./output/folder";
import type { Assessment } from "./model/assessment";
import { expiredSince, summaryText } from "./output/summary-text";
import { secondOpinion } from "./second-opinion/second-opinion";
import { synthesizedProject } from "./synthesis/synthesized-project";

interface Options {
  readonly output: string;
  readonly asOf?: string;
  readonly against?: string;
  readonly checkov: boolean;
}

const command = npmScript(
  "evidence",
  "Synthesizes every stack and writes what the code proves to auditors: controls, access, inventory and drawings, as a page and as files for machines. Needs no credentials and no network. Exits with 0, with 2 if a control fails, with 3 if one got worse than in what --against names, with 1 after an error.",
)
  .option("--output <folder>", "folder to write; evidence in it is replaced", "evidence")
  .option("--against <commit or folder>", "tell what changed since a commit, or since the evidence in a folder")
  .option("--as-of <date>", "date of the assessment, for example 2026-11-30 (default: the date of the commit)", day)
  .option("--checkov", "compare with what checkov says, which is installed if it is missing", false)
  .action(async (options: Options) => {
    const interruption = listenForInterruption({
      nextStep: "run the command again",
      leaves: "temporary folders remain, which git worktree prune forgets",
    });
    try {
      await writeEvidence(options, interruption.signal);
    } catch (error) {
      interruption.signal.throwIfAborted();
      throw error;
    } finally {
      interruption.ignore();
    }
  });

async function writeEvidence({ output, asOf, against, checkov }: Options, interruption: AbortSignal): Promise<void> {
  const folder = path.resolve(projectRoot, output);
  await refuseOtherContent(folder);
  const baseline = against === undefined ? undefined : await findBaseline(against, projectRoot);
  const acceptances = loadAcceptances();
  if (checkov) await installCheckov();
  const synthesized = await synthesizedProject(projectRoot, asOf === undefined ? {} : { date: asOf });
  interruption.throwIfAborted();
  const assessment = await assess(synthesized.project, acceptances);
  const comparison = baseline && (await compared(baseline, assessment));
  interruption.throwIfAborted();
  const opinion = checkov ? await secondOpinion(assessment.controls) : undefined;
  const additions = { ...(comparison ? { comparison } : {}), ...(opinion ? { opinion } : {}) };
  const files = await evidenceOf(synthesized, assessment, projectRoot, additions);
  interruption.throwIfAborted();
  await writeFolder(folder, files);
  console.log(printableLines(summaryText(assessment, path.join(folder, "index.html"), additions)));
  const today = new Date().toISOString().slice(0, 10);
  for (const line of expiredSince(assessment, today)) console.error(printableLines(`warning: ${line}`));
  if (assessment.controls.some(({ outcome }) => outcome === "fails")) process.exitCode = 2;
  if (comparison && worse(comparison.changes)) process.exitCode = 3;
}

async function compared(baseline: Baseline, assessment: Assessment) {
  const before = await assessmentOf(baseline, { root: projectRoot, date: assessment.sources.date, assess });
  return {
    against: path.isAbsolute(baseline.name) ? path.basename(baseline.name) : baseline.name,
    changes: compare(before, assessment),
  };
}

function day(text: string): string {
  const date = new Date(`${text}T00:00:00Z`);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text))
    return text;
  throw new InvalidArgumentError("must be a day such as 2026-11-30");
}

void runCommand(command);
