import { printable } from "../../cli/printable";

/** A piece of a line: prose of this project, or a text from the plan, which a format shows as code. */
export type Span = string | { readonly code: string };

export type Line = readonly Span[];

/** Characters of a text from the plan before it is cut. */
const longest = 400;

/** A text from the plan as it is shown: on one line, without characters that are interpreted, and not too long. */
export function codeText(code: string): string {
  // Without a character, Markdown would take the fences of this code and of the next for one.
  const text = code === "" ? '""' : printable(code);
  if (text.length <= longest) return text;
  const start = text.slice(0, longest).replace(/[\ud800-\udbff]$/, "");
  return `${start}… (${text.length - start.length} more characters)`;
}
