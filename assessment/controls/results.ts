import type { Decision, Rule } from "./rule";

/** Result of a control or of a rule on one resource. */
export type Outcome = "passes" | "fails" | "accepted" | "not-decided";

/** From the best to the worst, which decides where several are together. */
export const outcomes: readonly Outcome[] = ["passes", "accepted", "not-decided", "fails"];

/** Why a failing result is accepted, by whom, and until when (`YYYY-MM-DD`, that day included). */
export interface Acceptance {
  readonly rule: string;
  readonly reason: string;
  readonly owner: string;
  readonly expires: string;
}

/** A rule's result on one resource, which is the evidence of a control. */
export interface Finding extends Omit<Decision, "outcome"> {
  readonly rule: Rule["id"];
  readonly outcome: Outcome;

  /** Of an accepted finding; of a failing one, the acceptance that has expired. */
  readonly acceptance?: Acceptance;
}

/** One item of a framework. */
export interface Control {
  /** `aws-fsbp`, `cis-aws`, `cis-eks` or `reference`. */
  readonly framework: string;

  /** `S3.8`; of CIS, the number in the newest version that is fully mapped. */
  readonly id: string;

  /** Numbers of the control in other frameworks and versions, by name: `{ "CIS AWS 6.0": "3.1.4" }`. */
  readonly numbers: Readonly<Record<string, string>>;
  readonly title: string;

  /** What the control asks, in a sentence of this project. */
  readonly asks: string;

  /** Rules that decide it together. Empty if code cannot decide it. */
  readonly rules: readonly string[];

  /** Where code cannot decide it: why, and what would. */
  readonly decidedBy?: string;
}

/** A control with its result. */
export interface ControlResult extends Control {
  readonly outcome: Outcome;

  /** Number of resources that were examined, and of all resources of the types that the rules examine. */
  readonly examined: number;
  readonly findings: readonly Finding[];

  /** The result in one sentence: "4 of 4 pass", "none of this kind exists: 0 aws_sqs_queue", "not decided here: …". */
  readonly summary: string;
}

/** A type of resources that no control asks anything of, with the number of resources in the stacks. */
export interface UnexaminedType {
  readonly type: string;
  readonly resources: number;
}
