import { writeFileSync } from "node:fs";
import path from "node:path";
import { CommandError } from "../src/operations/command-error";
import { npmScript, runCommand } from "../src/operations/command-line";
import { projectRoot } from "../src/operations/project";
import { generateReference } from "./pages";

const command = npmScript("docs", "Writes docs/constructs from the doc comments of the constructs.").action(() => {
  const { pages, faults } = generateReference(projectRoot);
  if (faults.length > 0) throw new CommandError(faults.join("\n"), "write what is missing into the doc comments");
  for (const [file, content] of Object.entries(pages)) {
    writeFileSync(file, content);
    console.log(`written to ${path.relative(projectRoot, file)}`);
  }
});

void runCommand(command);
