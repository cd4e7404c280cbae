import { explainAwsError } from "../aws/aws-errors";
import { CommandError } from "../cli/command-error";
import type { TrailRecord } from "./record";

/** A source of CloudTrail records, and the result of reading it. */
export interface Source {
  readonly name: string;

  /** Which accesses this source can contain. */
  readonly covers: string;
  readonly records: readonly TrailRecord[];

  /**
   * Why the source could not be read, or not completely.
   * @default - everything was read
   */
  readonly fault?: string;
}

/** Reads a source; if one denies access, the others are still read. */
export async function ask(
  name: string,
  covers: string,
  lookUp: () => Promise<readonly TrailRecord[]>,
): Promise<Source> {
  try {
    return { name, covers, records: await lookUp() };
  } catch (error) {
    const explained = explainAwsError(error, `read ${name}`);
    if (!(explained instanceof CommandError)) throw error;
    return { name, covers, records: [], fault: explained.message };
  }
}
