import type { Additions } from "./additions";
import { comparisonMarkdown } from "./comparison/markdown";
import { rules } from "./controls/rules";
import { draw } from "./drawing/draw";
import type { Assessment } from "./model/assessment";
import { controlsCsv, findingsCsv, inventoryCsv } from "./output/csv";
import { type Files, manifest } from "./output/manifest";
import { manifestFile } from "./output/folder";
import { oscal } from "./output/oscal";
import { sarif } from "./output/sarif";
import { stackReadme } from "./output/stack-readme";
import { page } from "./page/page";
import type { SynthesizedProject } from "./synthesis/synthesized-project";

/**
 * The evidence of a project as files by path. The same commit gives the same bytes, on every machine.
 *
 * @param root folder of the checkout
 */
export async function evidenceOf(
  { project, files: stacks }: SynthesizedProject,
  assessment: Assessment,
  root: string,
  additions: Additions = {},
): Promise<Files> {
  const { comparison, opinion } = additions;
  const { controls } = assessment;
  const drawings = await draw(project);
  const files = new Map([
    ["index.html", page(assessment, drawings, additions)],
    ["controls.json", json(controls)],
    ["controls.csv", controlsCsv(controls)],
    ["findings.csv", findingsCsv(controls)],
    ["inventory.csv", inventoryCsv(assessment.inventory)],
    ["access.json", json(assessment.access)],
    ["assessment.json", json(assessment)],
    ["controls.sarif", json(sarif(assessment, { project, files: stacks, rules }))],
    ["oscal-assessment-results.json", json(oscal(assessment))],
    ...stackFiles({ project, files: stacks }),
  ]);
  if (comparison) files.set("comparison.md", comparisonMarkdown(comparison.changes, comparison.against));
  if (opinion) files.set("checkov.json", json(opinion));
  files.set(manifestFile, json(await manifest(files, project, root)));
  return files;
}

function stackFiles({ project, files }: Pick<SynthesizedProject, "project" | "files">): [string, string][] {
  return project.stacks.flatMap((stack): [string, string][] => {
    const { json: jsonText = "", hcl = "" } = files.get(stack.name) ?? {};
    const folder = `stacks/${stack.name}`;
    return [
      [`${folder}/json/cdk.tf.json`, jsonText],
      [`${folder}/json/README.md`, stackReadme(stack, "json", project)],
      [`${folder}/hcl/cdk.tf`, hcl],
      [`${folder}/hcl/README.md`, stackReadme(stack, "hcl", project)],
    ];
  });
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
