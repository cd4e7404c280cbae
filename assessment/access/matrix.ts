/** Whether a principal can do something. */
export interface Cell {
  /**
   * `conditional`: allowed only under a condition of the request that the note names. `not-decided`: code cannot know,
   * for the reason in the note.
   */
  readonly decision: "allowed" | "denied" | "conditional" | "not-decided";

  /** Statements that decide, `<address of the policy>/<Sid>`; empty if nothing allows it. */
  readonly statements: readonly string[];
  readonly note?: string;
}

/** What principals can do in one environment. */
export interface AccessMatrix {
  readonly environment: string;

  /** What is asked, grouped: `{ id: "read-state", group: "State", label: "read", explains: "s3:GetObject on …" }`. */
  readonly questions: readonly {
    readonly id: string;
    readonly group: string;
    readonly label: string;
    readonly explains: string;
  }[];

  /** Principals, one row each, with a cell for each question, in the same order. */
  readonly rows: readonly {
    readonly principal: string;

    /** What the principal is: "deployers", "planners", "any other principal of the account". */
    readonly role: string;
    readonly cells: readonly Cell[];
  }[];
}
