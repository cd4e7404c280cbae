import type { AcceptedFinding } from "../src/settings/acceptance";
import { assess } from "./assess";
import { rules } from "./controls/rules";
import { draw } from "./drawing/draw";
import type { Assessment } from "./model/assessment";
import { controlsCsv, inventoryCsv } from "./output/csv";
import { type Files, manifest } from "./output/manifest";
import { manifestFile } from "./output/folder";
import { oscal } from "./output/oscal";
import { sarif } from "./output/sarif";
import { stackReadme } from "./output/stack-readme";
import { page } from "./page/page";
import type { SynthesizedProject } from "./synthesis/synthesized-project";

/** What is known of a project, and the files that say it. */
export interface Evidence {
  readonly assessment: Assessment;
  readonly files: Files;
}

/**
 * The evidence of a project as files by path. The same commit gives the same bytes, on every machine.
 *
 * @param root folder of the checkout
 */
export async function evidenceOf(
  { project, files: stacks }: SynthesizedProject,
  acceptances: readonly AcceptedFinding[],
  root: string,
): Promise<Evidence> {
  const [assessment, drawings] = await Promise.all([assess(project, acceptances), draw(project)]);
  const files = new Map([
    ["index.html", page(assessment, drawings)],
    ["controls.json", json(assessment.controls)],
    ["controls.csv", controlsCsv(assessment.controls)],
    ["inventory.csv", inventoryCsv(assessment.inventory)],
    ["access.json", json(assessment.access)],
    ["assessment.json", json(assessment)],
    ["controls.sarif", json(sarif(assessment, project, rules))],
    ["oscal-assessment-results.json", json(oscal(assessment))],
    ...stackFiles({ project, files: stacks }),
  ]);
  files.set(manifestFile, json(await manifest(files, project, root)));
  return { assessment, files };
}

function stackFiles({ project, files }: SynthesizedProject): [string, string][] {
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
