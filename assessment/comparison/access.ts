import type { AccessMatrix, Cell } from "../access/matrix";
import { grouped } from "../model/grouped";
import { pairsByKey } from "./by-key";
import type { AccessChange } from "./comparison";

interface Placed {
  readonly environment: string;
  readonly principal: string;
  readonly question: string;
  readonly cell: Cell;
}

/** From least to most. */
const decisions: readonly Cell["decision"][] = ["denied", "conditional", "allowed"];

/** Cells whose decision or condition changed, those that changed alike together. Who is not in a matrix is denied there. */
export function comparedAccess(
  before: readonly AccessMatrix[],
  after: readonly AccessMatrix[],
): readonly AccessChange[] {
  const changes = merged(merged(merged(changedCells(before, after), "principals"), "questions"), "environments");
  return (["more", "other", "less"] as const).flatMap((access) => changes.filter((change) => change.access === access));
}

/** Changes that differ in nothing but one list, with that list of all of them. */
function merged(
  changes: readonly AccessChange[],
  list: "principals" | "questions" | "environments",
): readonly AccessChange[] {
  const alike = grouped(changes, (change) => JSON.stringify({ ...change, [list]: [] }));
  return [...alike.values()].flatMap(([first, ...others]) =>
    first ? [{ ...first, [list]: [first, ...others].flatMap((change) => change[list]) }] : [],
  );
}

function changedCells(before: readonly AccessMatrix[], after: readonly AccessMatrix[]): readonly AccessChange[] {
  const pairs = pairsByKey(cellsOf(before), cellsOf(after), ({ environment, principal, question }) =>
    JSON.stringify([environment, principal, question]),
  );
  return pairs.flatMap(({ before: old, after: current }): AccessChange[] => {
    const placed = current ?? old;
    if (!placed || !isChange(old?.cell, current?.cell)) return [];
    const { environment, principal, question } = placed;
    const [noteBefore, note] = [old?.cell.note, current?.cell.note];
    return [
      {
        environments: [environment],
        principals: [principal],
        questions: [question],
        ...(old && { before: old.cell.decision }),
        ...(current && { after: current.cell.decision }),
        access: accessChange(old?.cell.decision ?? "denied", current?.cell.decision ?? "denied"),
        ...(noteBefore !== undefined && { noteBefore }),
        ...(note !== undefined && { note }),
      },
    ];
  });
}

function cellsOf(matrices: readonly AccessMatrix[]): Placed[] {
  return matrices.flatMap(({ environment, questions, rows }) =>
    rows.flatMap(({ principal, role, cells }) =>
      questions.flatMap(({ group, label }, index) => {
        const cell = cells[index];
        const question = `${group}: ${label}`;
        return cell ? [{ environment, principal: principalText(principal, role), question, cell }] : [];
      }),
    ),
  );
}

function principalText(principal: string, role: string): string {
  return role === "" || role === principal ? principal : `${principal} (${role})`;
}

function isChange(old: Cell | undefined, current: Cell | undefined): boolean {
  const [before, after] = [old?.decision ?? "denied", current?.decision ?? "denied"];
  if (before !== after) return true;
  return old !== undefined && current !== undefined && before !== "denied" && old.note !== current.note;
}

function accessChange(before: Cell["decision"], after: Cell["decision"]): AccessChange["access"] {
  const [from, to] = [decisions.indexOf(before), decisions.indexOf(after)];
  if (from === -1 || to === -1 || from === to) return "other";
  return to > from ? "more" : "less";
}
