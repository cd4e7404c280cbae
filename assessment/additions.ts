import type { Comparison } from "./comparison/comparison";
import type { SecondOpinion } from "./second-opinion/opinion";

/** What evidence has beside the assessment. */
export interface Additions {
  /** What changed since another assessment, and what that is called. */
  readonly comparison?: { readonly against: string; readonly changes: Comparison };

  /** What checkov says of the same stacks. */
  readonly opinion?: SecondOpinion;
}
