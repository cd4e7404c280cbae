import type { ControlResult } from "../../../assessment/controls/results";
import { rules } from "../../../assessment/controls/rules";
import { sarif } from "../../../assessment/output/sarif";
import { dev, organization } from "../../support/example";
import { exampleAssessment } from "../support/example-assessment";
import { synthesized } from "../support/synthesized";
import { testAgainstSchema } from "./published-schema";

const project = synthesized(organization, [dev]);
const hcl = '# comment\n\nresource "aws_eks_cluster" "cluster" {\n}\n';
const files = new Map([["dev", { json: "{}", hcl }]]);
const assessment = exampleAssessment(project);
const [run] = sarif(assessment, { project, files, rules }).runs;

testAgainstSchema("SARIF_SCHEMA", "results validate against the schema of OASIS", () =>
  sarif(assessment, { project, files, rules }),
);

test("what passes is left out, and what is accepted is suppressed with its reason", () => {
  const findings = assessment.controls.flatMap((control) => control.findings);
  const places = (outcome: string) =>
    new Set(findings.filter((one) => one.outcome === outcome).map(({ stack, address }) => `${stack}/${address ?? ""}`));
  const results = run?.results ?? [];
  const placed = results.map(({ locations }) => locations?.[0]?.logicalLocations?.[0]?.fullyQualifiedName);
  expect(new Set(placed)).toEqual(new Set([...places("fails"), ...places("accepted")]));
  for (const { suppressions, level } of results) {
    expect(level).toBe("error");
    if (suppressions)
      expect(suppressions).toMatchObject([
        { status: "accepted", justification: expect.stringContaining("until 2027-06-30") as string },
      ]);
  }
  expect(results.some(({ suppressions }) => suppressions)).toBe(true);
});

test("a result names its line in the HCL of the evidence", () => {
  const ofCluster = run?.results?.find(({ message }) => message.text?.startsWith("dev aws_eks_cluster.cluster:"));
  expect(ofCluster?.relatedLocations?.[0]?.physicalLocation).toEqual({
    artifactLocation: { uri: "stacks/dev/hcl/cdk.tf", uriBaseId: "EVIDENCE" },
    region: { startLine: 3 },
  });
});

test("each result refers to the description of its rule, also of one that reads no resource", () => {
  const descriptions = run?.tool.driver.rules ?? [];
  for (const { ruleId, ruleIndex = -1 } of run?.results ?? []) expect(descriptions[ruleIndex]?.id).toBe(ruleId);
  expect(descriptions.map(({ id }) => id)).toContain("example-demand");
});

test("what is undecided is open, neither passing nor failing", () => {
  const [control] = assessment.controls.filter(({ findings }) => findings.length > 0);
  if (!control) throw new Error("the example has findings");
  const findings = control.findings.map((finding) => ({ ...finding, outcome: "not-decided" as const }));
  const undecided: ControlResult = { ...control, outcome: "not-decided", findings };
  const results = sarif({ controls: [undecided] }, { project, files, rules }).runs[0]?.results ?? [];
  expect(results.map(({ kind, level }) => `${kind ?? ""} ${level ?? ""}`)).toEqual(findings.map(() => "open none"));
});
