import { execa } from "execa";
import { CommandError } from "../cli/command-error";
import { compareVersions } from "../../target/version-range";

/** A Python that can create virtual environments. */
export interface Python {
  readonly executable: string;
  readonly version: string;
}

const oldestPython = "3.10";

/** Prints the path and version of Python; fails if a distribution packages `venv` separately. */
const probe = "import sys, ensurepip, venv; print(sys.executable); print('.'.join(map(str, sys.version_info[:3])))";

/**
 * Finds the Python that runs the emulator: the one in the variable PYTHON, otherwise `python3`, otherwise `python`.
 *
 * @param env environment variables to look in
 * @throws CommandError that names what is missing and how to install it
 */
export async function findPython(env: NodeJS.ProcessEnv = process.env): Promise<Python> {
  const candidates = env.PYTHON ? [env.PYTHON] : ["python3", "python"];
  const faults: string[] = [];
  for (const candidate of candidates) {
    const result = await execa(candidate, ["-c", probe], { env, extendEnv: false, reject: false, stdin: "ignore" });
    const [executable, version] = result.stdout.split("\n");
    if (result.exitCode === undefined) {
      faults.push(`${candidate} is not installed`);
    } else if (!executable || !version) {
      faults.push(`${candidate} says "${result.stderr.split("\n").at(-1) ?? ""}"`);
    } else if (compareVersions(version, oldestPython) < 0) {
      faults.push(`${candidate} is ${version}`);
    } else {
      return { executable, version };
    }
  }
  throw new CommandError(
    `Python ${oldestPython} or later with its venv module runs the AWS emulator, but ${faults.join(" and ")}`,
    "install it (Debian, Ubuntu: apt install python3-venv; macOS: brew install python), or specify one in PYTHON",
  );
}
