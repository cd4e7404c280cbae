import type { Report, StackReport } from "../report";
import { codeText, type Line } from "./line";
import { type Outline, outlineOf, type Section } from "./outline";

/** A report for a terminal: a line for each stack first if there are several, then each stack. */
export function reportText({ stacks }: Report, now = new Date()): string {
  const outlines = stacks.map((stack) => outlineOf(stack, now));
  const [first] = outlines;
  if (outlines.length === 1 && first) return stackText(first).join("\n");
  const summaries = outlines.map(({ stack, summary }) => `${stack}: ${lineText(summary)}`);
  return [summaries.join("\n"), ...outlines.map((outline) => stackText(outline).join("\n"))].join("\n\n");
}

/** What deploy tells about its own plan. */
export function planLines(report: StackReport): string[] {
  const { summary, sections } = outlineOf(report);
  return [`plan: ${lineText(summary)}`, ...sections.flatMap(sectionText)];
}

function stackText({ stack, summary, facts, sections }: Outline): string[] {
  return [
    `${stack}: ${lineText(summary)}`,
    ...facts.map((fact) => `  ${lineText(fact)}`),
    ...sections.flatMap(sectionText),
  ];
}

function sectionText({ title, entries }: Section): string[] {
  const lines = entries.flatMap(({ line, details }) => [
    `  ${lineText(line)}`,
    ...details.map((detail) => `      ${lineText(detail)}`),
  ]);
  return ["", `${title} (${entries.length})`, ...lines];
}

function lineText(line: Line): string {
  return line.map((span) => (typeof span === "string" ? span : codeText(span.code))).join("");
}
