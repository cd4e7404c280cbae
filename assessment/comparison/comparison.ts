import type { Cell } from "../access/matrix";
import type { Outcome } from "../controls/results";

/** An argument or nested value that changed, as JSON; undefined where it does not exist. */
export interface AttributeChange {
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
}

/** How a result changed; `other` where neither is better: a resource is new or gone, or code can no longer tell. */
export type Direction = "worse" | "better" | "other";

/** A resource or data source that changed. */
export interface ResourceChange {
  readonly stack: string;
  readonly address: string;
  readonly change: "added" | "removed" | "changed";

  /** Of a changed one. */
  readonly attributes: readonly AttributeChange[];
}

/** What a rule found on a resource, before and after; undefined where it did not examine the resource. */
export interface FindingChange {
  readonly rule: string;
  readonly stack: string;
  readonly address?: string;
  readonly before?: Outcome;
  readonly after?: Outcome;

  /** What the rule found after the change; before it if the resource is gone. */
  readonly found: string;
  readonly direction: Direction;
}

/** A control whose result or findings changed. */
export interface ControlChange {
  readonly framework: string;
  readonly id: string;
  readonly title: string;
  readonly before?: Outcome;
  readonly after?: Outcome;

  /** What got worse first. */
  readonly findings: readonly FindingChange[];

  /** `worse` where one of the findings got worse, whatever the result of the control. */
  readonly direction: Direction;
}

/** Access that changed alike for each of these principals, to each of these questions, in each of these environments. */
export interface AccessChange {
  readonly environments: readonly string[];
  readonly principals: readonly string[];

  /** Group and label: `State: read`. */
  readonly questions: readonly string[];
  readonly before?: Cell["decision"];
  readonly after?: Cell["decision"];

  /** `other`: code cannot tell which of both is more, or the conditions changed. */
  readonly access: "more" | "less" | "other";

  /** Why, before and after the change. */
  readonly noteBefore?: string;
  readonly note?: string;
}

/** What changed between two assessments. */
export interface Comparison {
  readonly resources: readonly ResourceChange[];
  readonly controls: readonly ControlChange[];

  /** More access first. */
  readonly access: readonly AccessChange[];
}

/** Whether a control got worse. */
export function worse({ controls }: Comparison): boolean {
  return controls.some(({ direction }) => direction === "worse");
}
