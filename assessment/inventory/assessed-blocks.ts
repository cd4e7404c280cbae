import type { AssessedBlock } from "../model/assessment";
import type { Project } from "../model/project";

/** Every resource and data source with its arguments, stack by stack, in the order of the JSON. */
export function assessedBlocks({ stacks }: Project): AssessedBlock[] {
  return stacks.flatMap(({ blocks }) =>
    [...blocks.values()].map(({ stack, address, values }) => ({ stack, address, arguments: values })),
  );
}
