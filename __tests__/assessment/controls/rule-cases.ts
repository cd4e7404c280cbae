import type { Project } from "../../../assessment/model/project";

/** Projects by which a test knows a rule: each has what the rule examines. */
export interface RuleCase {
  /** Every decision passes, and there is one unless the rule asks for absence. */
  readonly passing: Project;

  /** A decision fails. Missing for a rule that only the account can fail. */
  readonly failing?: Project;

  /** A value is an expression: no decision passes that depends on it, and none fails. */
  readonly unknown?: Project;
}

/** Cases by the rule's id. */
export type RuleCases = Readonly<Record<string, RuleCase>>;
