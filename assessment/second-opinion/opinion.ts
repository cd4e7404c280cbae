/** Where checkov and the rules decide otherwise, or one of them alone decides. */
export interface Difference {
  /**
   * `checkov-fails`: the rules pass or leave undecided what checkov fails. `rules-fail`: the reverse, accepted findings
   * included. `no-rule`: no rule asks what checkov does.
   */
  readonly kind: "checkov-fails" | "rules-fail" | "no-rule";

  /** Id of checkov's check, and what it requires in checkov's words. */
  readonly check: string;
  readonly title: string;

  /** Rules that ask the same. */
  readonly rules: readonly string[];

  /** Resources that differ, `<stack>/<address>`; of `no-rule`, those that fail. */
  readonly resources: readonly string[];

  /** Number of resources that pass the check. */
  readonly passed: number;
  readonly explanation: string;
}

/** What checkov says of the same stacks. */
export interface SecondOpinion {
  /** Version of checkov. */
  readonly version: string;

  /** Number of decisions on which both agree. */
  readonly agreements: number;

  /** In the order of the checks' ids. */
  readonly differences: readonly Difference[];
}
