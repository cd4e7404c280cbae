import path from "node:path";
import { projectRoot } from "../src/commands/cli/project";
import { downloadFolder, installPythonPackages } from "./python-packages";

/**
 * Installs the emulator's packages into a virtual environment inside the project, unless they are already installed.
 *
 * @param folder where to install
 * @returns the environment's Python
 * @throws CommandError when Python is missing or the packages cannot be installed
 */
export async function installEmulator(folder: string = downloadFolder): Promise<string> {
  const requirementsFile = path.join(projectRoot, "emulator", "requirements.txt");
  return installPythonPackages({ purpose: "the AWS emulator", name: "venv", requirementsFile }, folder);
}
