import type { Caller } from "./caller";
import type { Document } from "./documents";
import type { AccessMatrix, Cell } from "./matrix";

/** One action on one resource. */
export interface Ask {
  readonly action: string;
  readonly resource: string;

  /** Account that owns the resource. */
  readonly account: string;

  /** The policy of the resource, or the trust policy of a role. */
  readonly policy?: Document | undefined;

  /** Values of condition keys of the request. */
  readonly context?: Readonly<Record<string, string>>;

  /** Beginnings of condition keys that the request does not have otherwise. */
  readonly absent?: readonly string[];

  /** Tags of the resource. */
  readonly tags?: Readonly<Record<string, string>>;

  /** Where a question is about several resources, the name of this one. */
  readonly label?: string;
}

/** An answer that does not come from a policy of IAM. */
interface Answer {
  readonly answer: (caller: Caller) => Cell;
  readonly label?: string;
}

/** What is asked of a principal. */
export interface Question extends Readonly<AccessMatrix["questions"][number]> {
  /** What the answer rests on, and whether one of it or all of it must be allowed. */
  readonly asks: readonly (Ask | Answer)[];
  readonly join: "any" | "all";
}

/** A question about several actions. */
export function question(
  [id, group, label, explains]: readonly [id: string, group: string, label: string, explains: string],
  asks: readonly (Ask | Answer)[],
  join: Question["join"] = "any",
): Question {
  return { id, group, label, explains, asks, join };
}

/** Policies that answers rest on. */
export function documentsOf(questions: readonly Question[]): readonly Document[] {
  const documents = questions.flatMap(({ asks }) =>
    asks.flatMap((ask) => ("policy" in ask && ask.policy ? [ask.policy] : [])),
  );
  return [...new Set(documents)];
}
