import { z } from "zod";

/** File in the folder of a synthesized app with what the running program tells. */
export const recordFile = "record.json";

const sourceLine = z.object({ file: z.string(), line: z.number() });

/** What created a block: its class, its construct path, and the line that created it if that is known. */
const creation = z.object({ construct: z.string(), constructPath: z.string(), source: sourceLine.optional() });

const settings = z.record(z.string(), z.json());

export const recordSchema = z.object({
  /** Validated settings, the stacks that are no environment's, in the order of their creation, and the acceptances. */
  settings: z.object({
    organization: settings,
    environments: z.array(settings),
    bootstrapStacks: z.array(z.string()),

    /** As they are written: the version that compares validates them. */
    acceptances: z.json(),
  }),

  /** By `<stack>/<address>`. */
  provenance: z.record(z.string(), creation),
});

export type SynthesisRecord = z.output<typeof recordSchema>;
export type Creation = z.output<typeof creation>;
