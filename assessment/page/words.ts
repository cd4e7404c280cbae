import type { Cell } from "../access/matrix";
import { frameworks } from "../controls/frameworks";
import type { Outcome } from "../controls/results";

/** Results in the order in which they are reported: what needs attention first. */
export const outcomes: readonly Outcome[] = ["fails", "accepted", "not-decided", "passes"];

export const outcomeWords: Readonly<Record<Outcome, string>> = {
  fails: "fails",
  accepted: "accepted",
  "not-decided": "not decided here",
  passes: "passes",
};

export const decisionWords: Readonly<Record<Cell["decision"], string>> = {
  allowed: "allowed",
  conditional: "conditional",
  "not-decided": "not decided",
  denied: "denied",
};

/** Name of a framework, or its identifier if this version of the project does not have it. */
export function frameworkTitle(id: string): string {
  return frameworks.find((framework) => framework.id === id)?.name ?? id;
}

/** `1 resource`, `2 resources`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function enumeration(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1) ?? ""}`;
}
