import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os, { tmpdir } from "node:os";
import path from "node:path";
import { positiveInteger } from "../src/commands/cli/arguments";
import { npmScript, runCommand } from "../src/commands/cli/command-line";
import { scenarioOf } from "../demo/scenario";
import { checkEmulatorTools } from "../src/commands/checks/tools";
import { terraform } from "../src/commands/terraform/processes";
import { loadSettings } from "../src/commands/cli/settings";
import { BenchAccounts, bootstrapOf } from "./account";
import { comparisons } from "./comparisons";
import { growthSection, measureGrowth } from "./growth";
import { plot } from "./plot";
import { installOthers } from "./syntheses";
import { runPairs } from "./measure";
import { header, section } from "./report";

const command = npmScript(
  "bench",
  "Measures the everyday commands against plain Terraform and writes bench/RESULTS.md.",
)
  .option("--pairs <number>", "counted pairs of each comparison", positiveInteger, 7)
  .action(async ({ pairs }: { pairs: number }) => {
    await checkEmulatorTools();
    await bench(pairs);
  });

async function bench(pairs: number): Promise<void> {
  const settings = loadSettings();
  const scenario = scenarioOf(settings);
  for (const note of scenario.notes) console.log(`note: ${note}`);
  const folder = await mkdtemp(path.join(tmpdir(), "eks-platform-bench-"));
  await installOthers(folder);
  const accounts = new BenchAccounts(folder, bootstrapOf(settings));
  try {
    const sections: string[] = [];
    for (const comparison of comparisons({ folder, scenario, accounts })) {
      sections.push(section(comparison, await runPairs(comparison, pairs)));
    }
    const growth = await measureGrowth(folder);
    await writeFile(path.join(__dirname, "growth.svg"), plot(growth));
    sections.push(growthSection(growth));
    const { stdout } = await terraform(["version"], {});
    const versions = [
      `Node.js ${process.versions.node}`,
      stdout.split("\n")[0] ?? "",
      `load ${os
        .loadavg()
        .map((load) => load.toFixed(1))
        .join(", ")}`,
    ];
    await writeFile(path.join(__dirname, "RESULTS.md"), [header(versions), ...sections].join("\n"));
    console.log("written to bench/RESULTS.md");
  } finally {
    await accounts.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

void runCommand(command);
