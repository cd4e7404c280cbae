import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { execa, ExecaError } from "execa";
import { CommandError } from "../src/commands/cli/command-error";
import { projectRoot } from "../src/commands/cli/project";
import { publishOnce } from "./publish-once";
import { findPython, type Python } from "../src/commands/checks/python";

/** Folder of everything that the project's own commands download; git ignores it. */
export const downloadFolder = path.join(projectRoot, ".emulator");

export interface PythonPackages {
  /** The purpose of the packages, for the error message when their installation fails. */
  readonly purpose: string;

  /** Prefix of the environment's name. */
  readonly name: string;

  /** File that pins each package by version and hash. */
  readonly requirementsFile: string;
}

/**
 * Installs packages, each pinned by hash, into a virtual environment inside the project, unless they are already
 * installed.
 *
 * @param folder where to install
 * @returns the environment's Python
 * @throws CommandError when Python is missing or the packages cannot be installed
 */
export async function installPythonPackages(
  packages: PythonPackages,
  folder: string = downloadFolder,
): Promise<string> {
  const python = await findPython();
  const environment = path.join(folder, `${packages.name}-${await fingerprint(python, packages)}`);
  await publishOnce(environment, (unpublished) => buildEnvironment(python, unpublished, packages));
  return path.join(environment, "bin", "python");
}

/** An environment is valid for the requirements and the Python that it was created with. */
async function fingerprint(python: Python, { requirementsFile }: PythonPackages): Promise<string> {
  const requirements = await readFile(requirementsFile, "utf8");
  const content = [requirements, python.executable, python.version].join("\n");
  return createHash("sha256").update(content).digest("hex").slice(0, 12);
}

async function buildEnvironment(python: Python, folder: string, packages: PythonPackages): Promise<void> {
  const pip = ["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"];
  const requirements = ["--require-hashes", "--no-deps", "-r", packages.requirementsFile];
  try {
    await execa(python.executable, ["-m", "venv", folder], { all: true, stdin: "ignore" });
    await execa(path.join(folder, "bin", "python"), [...pip, ...requirements], { all: true, stdin: "ignore" });
  } catch (error) {
    if (!(error instanceof ExecaError)) throw error;
    throw new CommandError(
      `${packages.purpose}'s packages could not be installed:\n${String(error.all)}`,
      "fix the cause above (pip must reach PyPI or a mirror of it) and run the command again",
    );
  }
}
