import { writeFileSync } from "node:fs";
import path from "node:path";
import { environments, organization } from "../../environments";
import { npmScript, runCommand } from "../../src/commands/cli/command-line";
import { projectRoot } from "../../src/commands/cli/project";
import { loadSettings } from "../../src/commands/cli/settings";
import { countsOf } from "./counts";
import { costTable } from "./table";

const file = path.join("docs", "our-costs.md");

const command = npmScript(
  "costs",
  `Counts the billed resources of each environment in environments/, and writes the table to ${file}.`,
).action(() => {
  loadSettings();
  const table = costTable(countsOf(organization, environments));
  writeFileSync(path.join(projectRoot, file), page(table));
  console.log(`${table}\n\nwritten to ${file}`);
});

function page(table: string): string {
  return [
    "# What our environments cost\n",
    "Written by `npm run costs` from the settings in `environments/`: what is billed by the hour or by the month. Run it again",
    "after changing the settings. [costs.md](costs.md) has prices and usage-based charges.\n",
    `${table}\n`,
  ].join("\n");
}

void runCommand(command);
