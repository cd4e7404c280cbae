import { assessmentFile } from "../comparison/saved-assessment";
import { comparisonMarkdown } from "../comparison/markdown";
import type { Comparison } from "../comparison/comparison";
import { draw } from "../drawing/draw";
import type { Assessment } from "../model/assessment";
import { hclFile, jsonFile } from "../page/links";
import { page } from "../page/page";
import type { SecondOpinion } from "../second-opinion/opinion";
import type { SynthesizedProject } from "../synthesis/synthesized-project";
import { controlsCsv, inventoryCsv } from "./csv";
import { jsonText } from "./json";
import { manifest, manifestFile } from "./manifest";
import { oscal } from "./oscal";
import { sarif } from "./sarif";
import { stackReadme } from "./stack-readme";

/** Everything that evidence consists of. */
export interface EvidenceContent {
  /** Folder of the checkout. */
  readonly root: string;
  readonly synthesized: SynthesizedProject;
  readonly assessment: Assessment;

  /** With what the operator compares the project, and what changed since. */
  readonly compared?: { readonly against: string; readonly comparison: Comparison };
  readonly opinion?: SecondOpinion;
}

/** The page, which opens in a browser. */
export const pageFile = "index.html";

/** The files of a folder of evidence, by path within it. The same content gives the same bytes. */
export async function evidenceFiles(content: EvidenceContent): Promise<ReadonlyMap<string, string>> {
  const { root, synthesized, assessment } = content;
  const { project, files: stackFiles } = synthesized;
  const { provenance } = project;
  const drawings = await draw(project);
  const files = new Map([
    ...stacks(synthesized),
    [pageFile, page(assessment, drawings)],
    ["controls.json", jsonText(assessment.controls)],
    ["controls.csv", controlsCsv(assessment.controls)],
    ["inventory.csv", inventoryCsv(assessment.inventory)],
    ["access.json", jsonText(assessment.access)],
    [assessmentFile, jsonText(assessment)],
    ["controls.sarif", jsonText(sarif(assessment, { files: stackFiles, provenance }))],
    ["oscal-assessment-results.json", jsonText(oscal(assessment))],
    ...additions(content),
  ]);
  return new Map([...files, [manifestFile, jsonText(await manifest(root, project, files))]]);
}

function stacks({ project, files }: SynthesizedProject): [string, string][] {
  return project.stacks.flatMap((stack): [string, string][] => {
    const { json = "", hcl = "" } = files.get(stack.name) ?? {};
    const readme = hclFile(stack.name).replace(/[^/]*$/, "README.md");
    return [
      [jsonFile(stack.name), json],
      [hclFile(stack.name), hcl],
      [readme, stackReadme(stack, project.provenance)],
    ];
  });
}

function additions({ compared, opinion }: EvidenceContent): [string, string][] {
  return [
    ...(compared
      ? ([
          ["comparison.json", jsonText(compared.comparison)],
          ["comparison.md", comparisonMarkdown(compared.comparison, compared.against)],
        ] satisfies [string, string][])
      : []),
    ...(opinion ? ([["second-opinion.json", jsonText(opinion)]] satisfies [string, string][]) : []),
  ];
}
