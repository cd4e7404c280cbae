import type { Control } from "../results";

/** A list of controls, as published on a day. */
export interface Framework {
  /** Id by which controls name it: `aws-fsbp`. */
  readonly id: string;
  readonly name: string;

  /** What the rows were taken from, and as of when: lists of AWS change every month. */
  readonly listed: string;
  readonly see: string;
  readonly controls: readonly Control[];
}

/**
 * A control: its ID, a title and what it asks in words of this project, the rules that decide it or else what decides it
 * in place of code, and its numbers elsewhere.
 */
export type Row = readonly [
  id: string,
  title: string,
  asks: string,
  decided: readonly string[] | string,
  numbers?: Readonly<Record<string, string>>,
];

/** The controls of a framework. */
export function controlsOf(framework: string, rows: readonly Row[]): readonly Control[] {
  return rows.map(([id, title, asks, decided, numbers = {}]) => ({
    framework,
    id,
    numbers,
    title,
    asks,
    rules: typeof decided === "string" ? [] : decided,
    ...(typeof decided === "string" && { decidedBy: decided }),
  }));
}
