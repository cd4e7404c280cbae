import { someOf } from "../../src/options/some-of";
import type { Additions } from "../additions";
import { changeText } from "../comparison/change-text";
import type { AccessChange, ControlChange, Direction } from "../comparison/comparison";

/** Most changes of a kind on the terminal. */
const shown = 5;

/** What changed since another assessment, for the terminal: what got worse, and access. */
export function comparisonLines({ against, changes }: NonNullable<Additions["comparison"]>): string[] {
  const { controls, access, resources } = changes;
  const of = (direction: Direction) => controls.filter((control) => control.direction === direction);
  const [worse, better] = [of("worse"), of("better")];
  return [
    `compared with ${against}: controls that got worse: ${worse.length}, better: ${better.length}; resources that changed: ${resources.length}`,
    ...someLines(worse.map(controlLine)),
    ...someLines(access.map(accessLine)),
  ];
}

function someLines(lines: readonly string[]): string[] {
  const more = lines.length > shown ? [`and ${lines.length - shown} more, in comparison.md`] : [];
  return [...lines.slice(0, shown), ...more].map((line) => `  - ${line}`);
}

function controlLine({ framework, id, title, before, after, findings }: ControlChange): string {
  const places = findings
    .filter(({ direction }) => direction === "worse")
    .map(({ stack, address }) => [stack, address].filter(Boolean).join("/"));
  const where = places.length > 0 ? ` (${someOf(places)})` : "";
  return `worse: ${framework} ${id} ${title}: ${changeText(before, after)}${where}`;
}

function accessLine({ environments, principals, questions, before, after, access, noteBefore, note }: AccessChange) {
  const change = `${access} access in ${someOf(environments)}, ${someOf(questions)}: ${changeText(before, after)}`;
  const why = note === undefined || note === noteBefore ? "" : `, now ${note}`;
  return `${change}${why}, for ${someOf(principals)}`;
}
