import { toMarkdown } from "mdast-util-to-markdown";
import { codeText, type Line } from "../../src/commands/plan-report/render/line";
import { someOf } from "../../src/options/some-of";
import { changeText } from "./change-text";
import type {
  AccessChange,
  AttributeChange,
  Comparison,
  ControlChange,
  Direction,
  FindingChange,
  ResourceChange,
} from "./comparison";

/** An entry of a list, with the entries below it. */
interface Entry {
  readonly line: Line;
  readonly details: readonly Line[];
}

interface Section {
  readonly title: string;
  readonly none: string;
  readonly entries: readonly Entry[];
}

/**
 * A comparison as Markdown: texts of the stacks are code, in which nothing is interpreted. What got worse comes first.
 *
 * @param against what it is compared with, as the operator named it, without the path of a folder
 */
export function comparisonMarkdown(comparison: Comparison, against: string): string {
  const { controls, access, resources } = comparison;
  const entries = (direction: Direction) =>
    controls.filter((control) => control.direction === direction).map(controlEntry);
  const sections: readonly Section[] = [
    { title: "Controls that got worse", none: "No control got worse.", entries: entries("worse") },
    { title: "Controls that got better", none: "No control got better.", entries: entries("better") },
    { title: "Other controls that changed", none: "No other control changed.", entries: entries("other") },
    { title: "Access that changed", none: "No access changed.", entries: access.map(accessEntry) },
    { title: "Resources that changed", none: "No resource changed.", entries: resources.map(resourceEntry) },
  ];
  return toMarkdown(
    {
      type: "root",
      children: [
        { type: "heading", depth: 1, children: phrasing(["Compared with ", { code: against }]) },
        ...sections.flatMap(sectionNodes),
      ],
    },
    { bullet: "-", listItemIndent: "one" },
  );
}

function sectionNodes({ title, none, entries }: Section): RootContent[] {
  const heading: RootContent = { type: "heading", depth: 2, children: phrasing([title]) };
  if (entries.length === 0) return [heading, paragraph([none])];
  return [heading, list(entries.map(({ line, details }) => [paragraph(line), ...detailNodes(details)]))];
}

function detailNodes(details: readonly Line[]) {
  return details.length === 0 ? [] : [list(details.map((line) => [paragraph(line)]))];
}

type Parent = Parameters<typeof toMarkdown>[0];
type List = Extract<Parent, { type: "list" }>;
type RootContent = Extract<Parent, { type: "root" }>["children"][number];
type ListContent = List["children"][number]["children"];

function list(items: readonly ListContent[]): List {
  return {
    type: "list",
    spread: false,
    children: items.map((children) => ({ type: "listItem", spread: false, children })),
  };
}

function paragraph(line: Line) {
  return { type: "paragraph" as const, children: phrasing(line) };
}

function phrasing(line: Line) {
  return line.map((span) =>
    typeof span === "string"
      ? { type: "text" as const, value: span }
      : { type: "inlineCode" as const, value: codeText(span.code) },
  );
}

function controlEntry({ framework, id, title, before, after, findings }: ControlChange): Entry {
  return {
    line: [{ code: `${framework} ${id}` }, ` ${title}: ${changeText(before, after)}`],
    details: findings.map(findingLine),
  };
}

function findingLine({ rule, stack, address, before, after, found, direction }: FindingChange): Line {
  const place = address === undefined ? stack : `${stack}/${address}`;
  return [
    direction === "other" ? "" : `${direction}: `,
    { code: place },
    ": ",
    { code: rule },
    ` ${changeText(before, after)}; `,
    { code: found },
  ];
}

function accessEntry({ environments, principals, questions, before, after, ...change }: AccessChange): Entry {
  const { access, noteBefore, note } = change;
  return {
    line: [
      `${access} access in `,
      ...codes(environments),
      `, ${someOf(questions)}: ${changeText(before, after)}, for `,
      ...codes(principals),
    ],
    details: [
      ...(noteBefore === undefined || noteBefore === note ? [] : [["before: ", { code: noteBefore }]]),
      ...(note === undefined ? [] : [["after: ", { code: note }]]),
    ],
  };
}

/** Names as code: the first three, and the number of the others. */
function codes(names: readonly string[]): Line {
  const [first = "", ...others] = names.slice(0, 3);
  const more = names.length - 3;
  return [
    { code: first },
    ...others.flatMap((name) => [", ", { code: name }]),
    ...(more > 0 ? [` and ${more} more`] : []),
  ];
}

function resourceEntry({ stack, address, change, attributes }: ResourceChange): Entry {
  return { line: [`${change}: `, { code: `${stack}/${address}` }], details: attributes.map(attributeLine) };
}

function attributeLine({ path, before, after }: AttributeChange): Line {
  return [
    { code: path },
    ": ",
    before === undefined ? "not set" : { code: before },
    " to ",
    after === undefined ? "not set" : { code: after },
  ];
}
