import type { Part } from "./architecture";
import type { DrawnText } from "./drawing";
import { textWidth, wrapped } from "./text-width";

/** Font sizes, the height of a line of text and the space around texts, in pixels. */
const titleSize = 13;
const factSize = 12;
const lineHeight = 18;
export const padding = 10;

const narrowest = 110;
const widest = 300;

/** Bold letters are wider. */
const boldSize = titleSize * 1.08;

/** Height of one of the contents, which have a frame, and the space between frame and text. */
export const contentHeight = lineHeight + 6;
const contentPadding = 6;

/** Size that the texts of a part need, in a box of a width or of one that suits them. */
export function sizeOf(part: Part, width = widthOf(part)): { readonly width: number; readonly height: number } {
  const lines = linesOf(part, width - 2 * padding);
  const contents = lines.filter(({ role }) => role === "content").length;
  return { width, height: 2 * padding + lineHeight * (lines.length - contents) + contentHeight * contents };
}

/** Size that the texts of a container need above its parts, each in one line. */
export function headerOf(part: Part): ReturnType<typeof sizeOf> {
  return sizeOf(part, widthOf(part, Infinity));
}

function widthOf({ title, facts, contents = [] }: Part, most = widest): number {
  const needed = Math.max(
    textWidth(title, boldSize),
    ...facts.map((text) => textWidth(text, factSize)),
    ...contents.map((text) => textWidth(text, factSize) + 2 * contentPadding),
  );
  return Math.ceil(Math.min(most, Math.max(narrowest, needed + 2 * padding)));
}

type Line = Pick<DrawnText, "role" | "text">;

function linesOf({ title, facts, contents = [] }: Part, room: number): readonly Line[] {
  const lines = (texts: readonly string[], role: Line["role"], size: number, width: number) =>
    texts.flatMap((whole) => wrapped(whole, size, width)).map((text) => ({ role, text }));
  return [
    ...lines([title], "title", boldSize, room),
    ...lines(facts, "fact", factSize, room),
    ...lines(contents, "content", factSize, room - 2 * contentPadding),
  ];
}

/** Title, facts and contents of a part, one below the other, in a box of a width. */
export function textsOf(part: Part, x: number, y: number, width: number): readonly DrawnText[] {
  let top = y + padding;
  return linesOf(part, width - 2 * padding).map(({ role, text }) => {
    const isContent = role === "content";
    const baseline = top + titleSize + (isContent ? 3 : 0);
    top += isContent ? contentHeight : lineHeight;
    return { role, text, x: x + padding + (isContent ? contentPadding : 0), y: baseline };
  });
}
