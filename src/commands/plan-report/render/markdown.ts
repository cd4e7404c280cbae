import { toMarkdown } from "mdast-util-to-markdown";
import type { Report } from "../report";
import { codeText, type Line } from "./line";
import { type Entry, type Outline, outlineOf, type Section } from "./outline";

/**
 * Characters of a comment on GitHub.
 *
 * @see https://github.com/orgs/community/discussions/41331
 */
const longest = 65_536;

/** Characters for the heading of a section and for the note about what is left out of it. */
const reserve = 150;

/** The entries of a section that fit, as Markdown, and how many do not. */
interface Fitted {
  readonly title: string;
  readonly kept: string[];
  omitted: number;
}

/**
 * A report as a comment on a pull request: texts from the plan are code, in which no forge interprets anything. What
 * matters least is left out where the comment would be too long. Two reports of the same plan are equal.
 */
export function reportMarkdown({ stacks }: Report): string {
  const outlines = stacks.map((stack) => outlineOf(stack));
  const head = [
    marker(outlines),
    "",
    "## Review",
    "",
    ...outlines.map(({ stack, summary }) => listItem({ line: [`${stack}: `, ...summary], details: [] })),
  ].join("\n");
  const facts = outlines.map(({ facts: lines }) => lines.map((line) => listItem({ line, details: [] })).join("\n"));
  const budget = new Budget(longest - reserveOf(outlines) - head.length - facts.join("").length);
  const all = outlines.map(({ sections, full }) => [sections.map(emptyFit), full.map(emptyFit)] as const);
  fill(
    outlines.map(({ sections }) => sections),
    all.map(([sections]) => sections),
    budget,
  );
  fill(
    outlines.map(({ full }) => full),
    all.map(([, full]) => full),
    budget,
  );
  const bodies = outlines.map((outline, index) => {
    const [sections = [], full = []] = all[index] ?? [];
    return stackMarkdown(outline.stack, facts[index] ?? "", sections, full);
  });
  return `${[head, ...bodies].join("\n\n")}\n`;
}

/** Hidden in the comment, so that a workflow finds the comment that it updates. */
function marker(outlines: readonly Outline[]): string {
  return `<!-- npm run review: ${outlines.map(({ stack }) => stack.replace(/[^\w-]/g, "")).join(" ")} -->`;
}

function reserveOf(outlines: readonly Outline[]): number {
  return outlines.reduce(
    (sum, { stack, sections, full }) => sum + stack.length + reserve * (1 + sections.length + full.length),
    0,
  );
}

class Budget {
  constructor(private left: number) {}

  takes(text: string): boolean {
    if (text.length + 1 > this.left) return false;
    this.left -= text.length + 1;
    return true;
  }
}

function emptyFit({ title }: Section): Fitted {
  return { title, kept: [], omitted: 0 };
}

/** Keeps what fits: the first section of every stack, then the second, and so on. */
function fill(stacks: readonly (readonly Section[])[], fitted: readonly (readonly Fitted[])[], budget: Budget): void {
  const deepest = Math.max(0, ...stacks.map((sections) => sections.length));
  for (let rank = 0; rank < deepest; rank++) {
    stacks.forEach((sections, index) => {
      const fit = fitted[index]?.[rank];
      if (fit) for (const entry of sections[rank]?.entries ?? []) keep(entry, fit, budget);
    });
  }
}

function keep(entry: Entry, fit: Fitted, budget: Budget): void {
  const short: Entry = { line: entry.line, details: [[`… ${entry.details.length} details, left out`]] };
  const text = fit.omitted === 0 ? [entry, short].map(listItem).find((one) => budget.takes(one)) : undefined;
  if (text !== undefined) fit.kept.push(text);
  else fit.omitted += 1;
}

function stackMarkdown(stack: string, facts: string, sections: readonly Fitted[], full: readonly Fitted[]): string {
  return [
    `### ${stack}\n`,
    ...(facts === "" ? [] : [`${facts}\n`]),
    ...sections.map(
      (section) => `#### ${section.title} (${section.kept.length + section.omitted})\n\n${listOf(section)}\n`,
    ),
    ...full.map((section) => `<details><summary>${section.title}</summary>\n\n${listOf(section)}\n\n</details>\n`),
  ]
    .join("\n")
    .trimEnd();
}

function listOf({ kept, omitted }: Fitted): string {
  const note = `- … ${omitted} more, left out because a comment has at most ${longest} characters`;
  return [...kept, ...(omitted > 0 ? [note] : [])].join("\n");
}

type ListItem = Parameters<typeof toMarkdown>[0] & { type: "listItem" };

/** An entry as a list, in which the library escapes the prose and fences the code. */
function listItem({ line, details }: Entry): string {
  const nested: ListItem["children"] =
    details.length === 0
      ? []
      : [{ type: "list", spread: false, children: details.map((detail) => itemNode(detail, [])) }];
  const list = { type: "list" as const, spread: false, children: [itemNode(line, nested)] };
  return toMarkdown(list, { bullet: "-", listItemIndent: "one" }).trimEnd();
}

function itemNode(line: Line, nested: ListItem["children"]): ListItem {
  const children = line.map((span) =>
    typeof span === "string"
      ? { type: "text" as const, value: span }
      : { type: "inlineCode" as const, value: codeText(span.code) },
  );
  return { type: "listItem", spread: false, children: [{ type: "paragraph", children }, ...nested] };
}
