import { readFileSync } from "node:fs";
import { generatePermissionsReference } from "../../../reference/permissions/table";
import { projectRoot } from "../../../src/commands/cli/project";

const { pages, faults } = generatePermissionsReference(projectRoot);

test("the page is up to date", () => {
  for (const [file, content] of Object.entries(pages)) expect(readFileSync(file, "utf8")).toBe(content);
});

test("each pattern that grants more than the rehearsals use has a reason", () => {
  expect(faults).toEqual([]);
});

test("the page has the totals of each role that bootstrap creates", () => {
  for (const role of ["TerraformExecutionRole", "TerraformPlanRole", "TerraformBreakGlassRole"]) {
    expect(Object.values(pages)[0]).toMatch(new RegExp(`^\\| \`${role}\` \\| \\d+ \\| \\d+ \\| \\d+ \\|`, "m"));
  }
});
