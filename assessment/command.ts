import path from "node:path";
import { InvalidArgumentError } from "commander";
import { npmScript, runCommand } from "../src/commands/cli/command-line";
import { printableLines } from "../src/commands/cli/printable";
import { projectRoot } from "../src/commands/cli/project";
import { loadAcceptances } from "./controls/acceptances";
import { evidenceOf } from "./evidence";
import { writeFolder } from "./output/folder";
import { expiredSince, summaryText } from "./output/summary-text";
import { synthesizedProject } from "./synthesis/synthesized-project";

interface Options {
  readonly output: string;
  readonly asOf?: string;
}

const command = npmScript(
  "evidence",
  "Synthesizes every stack and writes what the code proves to auditors: controls, access, inventory and drawings as a page and as files for machines. Needs no credentials and no network. Exits with 0, with 2 if a control fails, with 1 after an error.",
)
  .option("--output <folder>", "folder to write; evidence in it is replaced", "evidence")
  .option("--as-of <date>", "date of the assessment, for example 2026-11-30 (default: the date of the commit)", day)
  .action(async ({ output, asOf }: Options) => {
    const folder = path.resolve(projectRoot, output);
    const acceptances = loadAcceptances();
    const synthesized = await synthesizedProject(projectRoot, asOf === undefined ? {} : { date: asOf });
    const { assessment, files } = await evidenceOf(synthesized, acceptances, projectRoot);
    await writeFolder(folder, files);
    console.log(printableLines(summaryText(assessment, path.join(folder, "index.html"))));
    const today = new Date().toISOString().slice(0, 10);
    for (const line of expiredSince(assessment, today)) console.error(printableLines(`warning: ${line}`));
    if (assessment.controls.some(({ outcome }) => outcome === "fails")) process.exitCode = 2;
  });

function day(text: string): string {
  const date = new Date(`${text}T00:00:00Z`);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && date.toJSON()?.startsWith(text)) return text;
  throw new InvalidArgumentError("must be a day such as 2026-11-30");
}

void runCommand(command);
