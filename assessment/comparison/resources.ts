import { flatArguments } from "../inventory/flat";
import type { AssessedBlock } from "../model/assessment";
import { pairsByKey } from "./by-key";
import type { AttributeChange, ResourceChange } from "./comparison";

/** Resources and data sources that were added, removed, or changed in an argument. */
export function comparedResources(
  before: readonly AssessedBlock[],
  after: readonly AssessedBlock[],
): readonly ResourceChange[] {
  const pairs = pairsByKey(before, after, ({ stack, address }) => `${stack}/${address}`);
  return pairs.flatMap(({ before: old, after: current }): ResourceChange[] => {
    if (old && current) {
      const attributes = changedAttributes(old, current);
      const { stack, address } = current;
      return attributes.length === 0 ? [] : [{ stack, address, change: "changed", attributes }];
    }
    const one = current ?? old;
    if (!one) return [];
    return [{ stack: one.stack, address: one.address, change: current ? "added" : "removed", attributes: [] }];
  });
}

function changedAttributes(old: AssessedBlock, current: AssessedBlock): AttributeChange[] {
  const [before, after] = [flatArguments(old.arguments), flatArguments(current.arguments)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => before.get(path) !== after.get(path))
    .sort()
    .map((path) => {
      const [was, is] = [before.get(path), after.get(path)];
      return { path, ...(was !== undefined && { before: was }), ...(is !== undefined && { after: is }) };
    });
}
