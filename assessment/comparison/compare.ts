import type { Assessment } from "../model/assessment";
import { comparedAccess } from "./access";
import type { Comparison } from "./comparison";
import { comparedControls } from "./controls";
import { comparedResources } from "./resources";

/** What changed from one assessment to another. Lists are sorted, so that equal assessments compare equally. */
export function compare(before: Assessment, after: Assessment): Comparison {
  return {
    resources: comparedResources(before.blocks, after.blocks),
    controls: comparedControls(before.controls, after.controls),
    access: comparedAccess(before.access, after.access),
  };
}
