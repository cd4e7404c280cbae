import { availableParallelism } from "node:os";

/**
 * Memory of one run of Terraform with the AWS provider, in bytes: the peak of a plan of this project, rounded up.
 * docs/decisions/0039-review-of-a-plan.md has the measurement.
 */
const memoryOfRun = 1_000_000_000;

/**
 * How many runs of Terraform fit on this machine at once: no more than its processors, nor than its memory.
 *
 * @param available bytes of memory that are free for this process
 */
export function runsAtOnce(available = process.availableMemory(), processors = availableParallelism()): number {
  return Math.max(1, Math.min(processors, Math.floor(available / memoryOfRun)));
}

/**
 * Does a task for each element, as many at once as given, and returns the results in the order of the elements.
 */
export async function sideBySide<Element, Result>(
  elements: readonly Element[],
  atOnce: number,
  task: (element: Element) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const worker = async () => {
    while (next < elements.length) {
      const index = next++;
      const element = elements[index];
      if (element !== undefined) results[index] = await task(element);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, elements.length) }, worker));
  return results;
}
