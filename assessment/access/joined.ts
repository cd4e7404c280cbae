import type { Cell } from "./matrix";

interface Answer {
  readonly cell: Cell;
  readonly label: string | undefined;
}

const byStrength: readonly Cell["decision"][] = ["denied", "not-decided", "conditional", "allowed"];

/**
 * The answer to a question about several actions or resources: that of the one that is allowed the most, or the least
 * where all are needed. Where resources differ, the note names those that the answer is about.
 */
export function joined(answers: readonly Answer[], join: "any" | "all"): Cell {
  const strengths = answers.map(({ cell }) => byStrength.indexOf(cell.decision));
  const strength = join === "any" ? Math.max(...strengths) : Math.min(...strengths);
  const decision = byStrength[strength] ?? "denied";
  const deciding = answers.filter(({ cell }) => cell.decision === decision);
  const notes = [...new Set(deciding.flatMap(({ cell }) => cell.note ?? []))];
  const note = [...about(deciding, answers, decision), ...notes].join("; ");
  return {
    decision,
    statements: unique(deciding.flatMap(({ cell }) => cell.statements)),
    ...(note !== "" && { note }),
  };
}

function about(deciding: readonly Answer[], all: readonly Answer[], decision: Cell["decision"]): readonly string[] {
  const labels = unique(deciding.flatMap(({ label }) => label ?? []));
  const every = unique(all.flatMap(({ label }) => label ?? []));
  if (decision === "denied" || labels.length === every.length) return [];
  return [labels.length > 3 ? `${labels.length} of ${every.length}` : `of ${labels.join(", ")}`];
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}
