import path from "node:path";
import { InvalidArgumentError } from "commander";
import { z } from "zod";
import { npmScript, runCommand } from "../src/commands/cli/command-line";
import { printableLines } from "../src/commands/cli/printable";
import { projectRoot } from "../src/commands/cli/project";
import { assess } from "./assess";
import { baselineOf } from "./comparison/baseline";
import { compare } from "./comparison/compare";
import { worse } from "./comparison/comparison";
import { loadAcceptances } from "./controls/acceptances";
import type { Project } from "./model/project";
import { evidenceFiles, pageFile } from "./output/evidence-files";
import { comparisonText, expiredSince, summaryText } from "./output/summary-text";
import { refuseForeignFolder, writeFolder } from "./output/write-folder";
import { secondOpinion } from "./second-opinion/second-opinion";
import { synthesizedProject } from "./synthesis/synthesized-project";

interface Options {
  readonly output: string;
  readonly against?: string;
  readonly asOf?: string;
  readonly checkov: boolean;
}

/** Exit codes besides 0 and 1. */
const exitCodes = { controlFails: 2, controlGotWorse: 3 };

const command = npmScript(
  "evidence",
  "Writes what auditors read: each stack as JSON and HCL, controls with their results, who can do what, and an inventory. Exits with 2 when a control fails, and with 3 when one got worse.",
)
  .option("--output <folder>", "folder to write", "evidence")
  .option("--against <ref|folder>", "Git reference or folder of evidence to compare with")
  .option("--as-of <date>", "day of the assessment, YYYY-MM-DD (default: that of the commit)", day)
  .option("--checkov", "adds what checkov says of the same stacks, which may download it", false)
  .action(async (options: Options) => {
    process.exitCode = await evidence(options);
  });

function day(text: string): string {
  if (z.iso.date().safeParse(text).success) return text;
  throw new InvalidArgumentError("Name a day as YYYY-MM-DD.");
}

async function evidence({ output, against, asOf, checkov }: Options): Promise<number> {
  await refuseForeignFolder(output);
  const acceptances = loadAcceptances();
  const assessProject = (project: Project) => assess(project, acceptances);
  const synthesized = await synthesizedProject(projectRoot, asOf === undefined ? {} : { date: asOf });
  const assessment = await assessProject(synthesized.project);
  const { date } = assessment.sources;
  const compared = against === undefined ? undefined : { against, comparison: compare(await baseline(against, date), assessment) };
  const opinion = checkov ? await secondOpinion(assessment.controls) : undefined;
  const files = await evidenceFiles({
    root: projectRoot,
    synthesized,
    assessment,
    ...(compared && { compared }),
    ...(opinion && { opinion }),
  });
  await writeFolder(output, files);

  print(summaryText(assessment));
  if (compared) print(comparisonText(compared.comparison, compared.against));
  for (const warning of expiredSince(acceptances, date, today())) console.error(printableLines(`warning: ${warning}`));
  print(`written to ${output}; open ${path.join(output, pageFile)}`);
  if (compared && worse(compared.comparison)) return exitCodes.controlGotWorse;
  return assessment.controls.some(({ outcome }) => outcome === "fails") ? exitCodes.controlFails : 0;

  function baseline(target: string, date: string) {
    return baselineOf(target, { root: projectRoot, date, assess: assessProject });
  }
}

function print(text: string): void {
  console.log(`${printableLines(text)}\n`);
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

void runCommand(command);
