import type { Attribute, StatementItem } from "../report";
import type { Line, Span } from "./line";

/** What a plan does with an attribute. */
export function attributeLine({ name, value, before, after }: Attribute): Line {
  if (value === "sensitive") return [{ code: name }, " (sensitive)"];
  if (value === "hidden") return [{ code: name }, " (value not shown)"];
  if (before === undefined) return [{ code: name }, ": ", { code: after ?? "(none)" }];
  return [{ code: name }, ": ", { code: before }, " to ", { code: after ?? "(none)" }];
}

/** What a plan does with a statement of a policy. */
export function statementLines({ policy, change, sid, effect, parts }: StatementItem): Line[] {
  const name: Span[] = sid === undefined ? [" without identifier"] : [" ", { code: sid }];
  const head: Span[] = [{ code: policy }, `: ${change} ${effect}`, ...name];
  if (change !== "changed") {
    const listed = parts.flatMap(({ name: part, added, removed }): Span[] => [
      `; ${part} `,
      { code: [...added, ...removed].join(", ") },
    ]);
    return [[...head, ...listed]];
  }
  return parts.map(({ name: part, added, removed }) => [
    ...head,
    `; ${part}`,
    ...(added.length > 0 ? [" added ", { code: added.join(", ") }] : []),
    ...(removed.length > 0 ? [" removed ", { code: removed.join(", ") }] : []),
  ]);
}
