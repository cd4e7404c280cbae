import path from "node:path";
import { execa } from "execa";
import { z } from "zod";
import { installPythonPackages } from "../emulator/python-packages";
import { CommandError } from "../src/commands/cli/command-error";
import { projectRoot } from "../src/commands/cli/project";
import type { Finding, Mode, ModeResult } from "./findings";

const frameworks: Record<Mode, string> = { terraform_json: "terraform_json", hcl: "terraform" };

const record = z.object({ check_id: z.string(), check_name: z.string(), resource: z.string(), file_path: z.string() });
type CheckRecord = z.infer<typeof record>;

/** Checkov leaves `results` out when it finds nothing to check. */
const report = z.object({
  results: z
    .object({
      passed_checks: z.array(record),
      failed_checks: z.array(record),
      skipped_checks: z.array(record),
      parsing_errors: z.array(z.string()),
    })
    .default({ passed_checks: [], failed_checks: [], skipped_checks: [], parsing_errors: [] }),
  summary: z.object({ checkov_version: z.string() }).optional(),
  checkov_version: z.string().optional(),
});

/** Installs checkov, pinned by hash, unless it is already installed. */
export async function installCheckov(): Promise<string> {
  const requirementsFile = path.join(projectRoot, "scan", "requirements.txt");
  return installPythonPackages({ purpose: "the scanner", name: "checkov", requirementsFile });
}

/**
 * Scans a folder that contains one folder for each stack. Nothing is downloaded or uploaded, and no configuration
 * outside this project is used.
 *
 * @param python of the environment that checkov is installed in
 * @param known addresses of each stack's blocks
 */
export async function runCheckov(
  python: string,
  mode: Mode,
  folder: string,
  known: Readonly<Record<string, readonly string[]>>,
): Promise<ModeResult> {
  const { stdout, stderr } = await execa(
    python,
    [
      "-m",
      "checkov.main",
      "--directory",
      ".",
      "--framework",
      frameworks[mode],
      "--output",
      "json",
      "--compact",
      "--skip-download",
    ],
    { cwd: folder, env: checkovEnvironment(folder), extendEnv: false, reject: false, stdin: "ignore" },
  );
  const { results, ...rest } = parseReport(stdout, stderr);
  const findings = (records: readonly CheckRecord[]) => records.map((one) => toFinding(one, known));
  return {
    mode,
    version: rest.summary?.checkov_version ?? rest.checkov_version ?? "unknown",
    passed: findings(results.passed_checks),
    failed: findings(results.failed_checks),
    switchedOff: findings(results.skipped_checks),
    parsingErrors: results.parsing_errors,
  };
}

/** Excludes the operator's checkov settings and platform keys: the home directory has no configuration file. */
function checkovEnvironment(home: string): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LANG: "C.UTF-8", LOG_LEVEL: "ERROR", HOME: home };
}

function parseReport(stdout: string, stderr: string): z.infer<typeof report> {
  try {
    return report.parse(JSON.parse(stdout));
  } catch (error) {
    throw new CommandError(
      `checkov returned no report: ${error instanceof Error ? error.message : String(error)}\n${stderr.trim()}`,
      "fix the cause above; if checkov's version changed, the format of its report may have changed too",
    );
  }
}

function toFinding(one: CheckRecord, known: Readonly<Record<string, readonly string[]>>): Finding {
  const [stack = "", file = ""] = one.file_path.split("/").filter((part) => part !== "");
  return {
    check: one.check_id,
    title: one.check_name,
    stack,
    address: addressOf(one.resource, file, known[stack] ?? []),
  };
}

/** For JSON the file name contains the type; for HCL a data source is named like a resource. */
function addressOf(resource: string, file: string, known: readonly string[]): string {
  const id = resource.split(".").at(-1) ?? resource;
  const fromFile = file.endsWith(".tf.json") ? `${file.slice(0, -".tf.json".length)}.${id}` : resource;
  return known.includes(`data.${fromFile}`) && !known.includes(fromFile) ? `data.${fromFile}` : fromFile;
}
