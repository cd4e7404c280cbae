import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { CommandError } from "../src/commands/cli/command-error";
import { npmScript, runCommand } from "../src/commands/cli/command-line";
import { createFork, variantNames } from "./copy";

const command = npmScript(
  "fork",
  "Copies this checkout with the settings of fork/variants/<variant>, and runs the checks in the copy that an operator runs.",
)
  .argument("<variant>", "a folder in fork/variants")
  .requiredOption("--checks <scripts...>", "npm scripts to run in the copy, in this order")
  .action(async (variant: string, { checks }: { checks: string[] }) => {
    const variants = await variantNames();
    if (!variants.includes(variant)) {
      throw new CommandError(`no variant "${variant}" in fork/variants`, `name one of ${variants.join(", ")}`);
    }
    await checkFork(variant, checks);
  });

async function checkFork(variant: string, checks: readonly string[]): Promise<void> {
  const parent = await mkdtemp(path.join(tmpdir(), "fork-"));
  const folder = path.join(parent, variant);
  try {
    await createFork(variant, folder);
    for (const script of checks) {
      console.log(`\n${variant}: npm run ${script}`);
      const started = Date.now();
      const { exitCode } = await execa("npm", ["run", "--silent", script], {
        cwd: folder,
        env: { TMPDIR: parent },
        stdio: ["ignore", "inherit", "inherit"],
        reject: false,
      });
      if (exitCode !== 0) throw new CommandError(`npm run ${script} fails in the copy`, "read its output above");
      console.log(`${variant}: npm run ${script} passed in ${Math.round((Date.now() - started) / 1000)} s`);
    }
  } finally {
    await rm(parent, { recursive: true, force: true });
  }
}

void runCommand(command);
