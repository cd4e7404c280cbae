import { explainAwsError } from "../aws-errors";
import { CommandError } from "../command-error";
import type { TrailRecord } from "./record";

/** From when to when records are looked for. */
export interface Period {
  readonly since: Date;
  readonly until: Date;
}

/** Somewhere that CloudTrail's records can be looked up, and what came of looking there. */
export interface Source {
  readonly name: string;

  /** Which accesses can be found there at all. */
  readonly covers: string;
  readonly records: readonly TrailRecord[];

  /**
   * Why nothing, or not everything, could be read there.
   * @default - everything was read
   */
  readonly fault?: string;
}

/** Asks a source; one that refuses does not keep the others from answering. */
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
