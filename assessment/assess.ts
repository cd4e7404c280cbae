import type { AcceptedFinding } from "../src/settings/acceptance";
import { accessMatrices } from "./access/access-matrices";
import { evaluateControls } from "./controls/evaluate";
import { unexaminedTypes } from "./controls/unexamined-types";
import { assessedBlocks } from "./inventory/assessed-blocks";
import { inventoryOf } from "./inventory/rows";
import { sideBySide } from "./inventory/side-by-side";
import type { Assessment } from "./model/assessment";
import type { Project } from "./model/project";

/**
 * Assesses a project: what its synthesized stacks decide, who they let do what, and what they consist of.
 *
 * @param acceptances findings that the operator accepts
 */
export async function assess(project: Project, acceptances: readonly AcceptedFinding[]): Promise<Assessment> {
  return {
    sources: project.sources,
    stacks: project.stacks.map(({ name, kind, account, region, blocks }) => ({
      name,
      kind,
      account,
      region,
      resources: [...blocks.values()].filter((block) => block.kind === "resource").length,
    })),
    controls: evaluateControls(project, acceptances),
    unexaminedTypes: unexaminedTypes(project),
    access: await accessMatrices(project),
    inventory: inventoryOf(project),
    environments: sideBySide(project),
    blocks: assessedBlocks(project),
  };
}
