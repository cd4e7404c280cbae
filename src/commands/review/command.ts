import { writeFileSync } from "node:fs";
import { Option } from "commander";
import { duration } from "../cli/arguments";
import { npmScript, runCommand } from "../cli/command-line";
import { printableJson } from "../cli/printable";
import { refusals } from "../checks/enforce";
import { reportMarkdown } from "../plan-report/render/markdown";
import { reportText } from "../plan-report/render/text";
import type { Report } from "../plan-report/report";
import { exitCodeOf } from "./exit-code";
import { review } from "./review";
import type { ReviewOptions } from "./review-stack";

interface Output {
  readonly format: "text" | "markdown" | "json";
  readonly output?: string;
}

const command = npmScript(
  "review",
  "Plans stacks and tells what the plans mean, most dangerous changes first and without secrets. Changes nothing. Exits with 0 without changes, 2 with changes, 3 with changes that need confirmation, 1 after an error.",
)
  .argument("[environment...]", "environments, for example dev, or bootstrap (default: all of the account)")
  .addOption(
    new Option("--format <format>", "how to print the report").choices(["text", "markdown", "json"]).default("text"),
  )
  .option("--output <file>", "write the report to this file instead of standard output")
  .option("--lock", "hold the lock of each state while planning, which the plan role cannot", false)
  .option("--lock-timeout <duration>", "with --lock, how long to wait for it, for example 10m", duration, "0s")
  .option("--skip-synth", "use the stacks as they were last synthesized", false)
  .option("--debug", "tell each step with its duration on standard error", false)
  .addHelpText("after", refusals("review"))
  .action(async (environments: string[], { format, output, ...options }: Output & ReviewOptions) => {
    const report = await review(environments, options);
    const text = formats[format](report);
    if (output === undefined) process.stdout.write(text);
    else writeFileSync(output, text);
    process.exitCode = exitCodeOf(report);
  });

const formats: Readonly<Record<Output["format"], (report: Report) => string>> = {
  text: (report) => `${reportText(report)}\n`,
  markdown: reportMarkdown,
  json: (report) => `${printableJson(report)}\n`,
};

void runCommand(command);
