import { findingsCsv, inventoryCsv } from "../../../assessment/output/csv";
import { dev, organization } from "../../support/example";
import { exampleAssessment } from "../support/example-assessment";
import { synthesized } from "../support/synthesized";

const assessment = exampleAssessment(synthesized(organization, [dev]));

test("a cell that begins like a formula is text in a spreadsheet", () => {
  const [row] = assessment.inventory;
  if (!row) throw new Error("the example has resources");
  for (const setting of ["=1+1", "+1", "-1", "@now"]) {
    expect(inventoryCsv([{ ...row, setting }])).toContain(`,'${setting},`);
  }
});

test("cells keep commas, quotes and line breaks", () => {
  const [row] = assessment.inventory;
  if (!row) throw new Error("the example has resources");
  expect(inventoryCsv([{ ...row, setting: 'a "b", c\nd' }])).toContain(',"a ""b"", c\nd",');
});

test("each resource and each finding has a row, and an accepted one its reason, owner and last day", () => {
  expect(inventoryCsv(assessment.inventory).trimEnd().split("\n")).toHaveLength(1 + assessment.inventory.length);
  const findings = assessment.controls.flatMap((control) => control.findings);
  const rows = findingsCsv(assessment.controls).trimEnd().split("\n");
  expect(rows).toHaveLength(1 + findings.length);
  const accepted = rows.filter((line) => line.includes(",accepted,"));
  expect(accepted).toHaveLength(findings.filter(({ outcome }) => outcome === "accepted").length);
  for (const line of accepted) expect(line).toMatch(/,The log target cannot log to itself,platform team,2027-06-30$/);
});
