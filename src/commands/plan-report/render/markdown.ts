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

/** Characters of the longest heading of a section, and of the longest note about what is left out. */
const [heading, note] = [80, 120];

/** The entries of a section that fit, as Markdown, and how many do not. */
interface Fitted {
  readonly title: string;
  readonly kept: string[];
  omitted: number;
}

/** The part of a comment about one stack. */
interface Body {
  readonly start: string;
  readonly sections: readonly Fitted[];
  readonly full: readonly Fitted[];
}

/**
 * A report as a comment on a pull request: texts from the plan are code, in which no forge interprets anything. What
 * matters least is left out where the comment would be too long. Two reports of the same plan are equal.
 */
export function reportMarkdown({ stacks }: Report): string {
  const outlines = stacks.map((stack) => outlineOf(stack));
  const budget = new Budget(longest - heading - 3 * note);
  const first = marker(outlines);
  budget.takes(first);
  const summaries = emptyFit({ title: "Review" });
  for (const { stack, summary } of outlines) keep({ line: [`${stack}: `, ...summary], details: [] }, summaries, budget);
  const fitting = outlines.filter((outline) => budget.takes(startOf(outline), note));
  const bodies = fitting.map((outline): Body => {
    return { start: startOf(outline), sections: outline.sections.map(emptyFit), full: outline.full.map(emptyFit) };
  });
  for (const part of ["sections", "full"] as const) {
    fill(
      fitting.map((outline) => outline[part]),
      bodies.map((body) => body[part]),
      budget,
    );
  }
  const missing = outlines.length - bodies.length;
  return `${[
    `${first}\n\n## Review\n\n${listOf(summaries)}`,
    ...bodies.map(stackMarkdown),
    ...(missing > 0 ? [leftOut(`the changes of ${missing} stacks`)] : []),
  ].join("\n\n")}\n`;
}

/** Hidden in the comment, so that a workflow finds the comment that it updates. */
function marker(outlines: readonly Outline[]): string {
  return `<!-- npm run review: ${outlines.map(({ stack }) => stack.replace(/[^\w-]/g, "")).join(" ")} -->`;
}

function startOf({ stack, facts }: Outline): string {
  const lines = facts.map((line) => listItem({ line, details: [] }));
  return [`### ${stack}\n`, ...(lines.length > 0 ? [`${lines.join("\n")}\n`] : [])].join("\n");
}

class Budget {
  constructor(private left: number) {}

  takes(text: string, more = 0): boolean {
    const length = text.length + more + 2;
    if (length > this.left) return false;
    this.left -= length;
    return true;
  }

  /** After what does not fit, nothing that matters less is taken. */
  close(): void {
    this.left = 0;
  }
}

function emptyFit({ title }: Pick<Section, "title">): Fitted {
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
  const more = fit.kept.length === 0 ? heading : 0;
  const text = fit.omitted === 0 ? [entry, short].map(listItem).find((one) => budget.takes(one, more)) : undefined;
  if (text !== undefined) {
    fit.kept.push(text);
  } else {
    fit.omitted += 1;
    budget.close();
  }
}

function stackMarkdown({ start, sections, full }: Body): string {
  const shown = (fits: readonly Fitted[]) => fits.filter(({ kept }) => kept.length > 0);
  const hidden = [...sections, ...full].filter(({ kept }) => kept.length === 0);
  return [
    start,
    ...shown(sections).map(
      (section) => `#### ${section.title} (${section.kept.length + section.omitted})\n\n${listOf(section)}\n`,
    ),
    ...shown(full).map(
      (section) => `<details><summary>${section.title}</summary>\n\n${listOf(section)}\n\n</details>\n`,
    ),
    ...(hidden.length > 0 ? [leftOut(`${hidden.length} sections with ${omittedFrom(hidden)} entries`)] : []),
  ]
    .join("\n")
    .trimEnd();
}

function omittedFrom(sections: readonly Fitted[]): number {
  return sections.reduce((sum, { omitted }) => sum + omitted, 0);
}

function listOf({ kept, omitted }: Fitted): string {
  return [...kept, ...(omitted > 0 ? [leftOut(`${omitted} more`)] : [])].join("\n");
}

function leftOut(omitted: string): string {
  return `- … ${omitted}, left out because a comment has at most ${longest} characters`;
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
