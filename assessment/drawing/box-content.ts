import type { Part } from "./architecture";
import type { DrawnText } from "./drawing";
import { fitted, textWidth } from "./text-width";

/** Font sizes, the height of a line of text and the space around texts, in pixels. */
const titleSize = 13;
const factSize = 12;
const lineHeight = 18;
export const padding = 10;

/** Height of a container's title with the space below it. */
export const headerHeight = padding + lineHeight + 6;

const narrowest = 110;
const widest = 300;

/** Size that the texts of a part need. */
export function sizeOf(part: Part): { readonly width: number; readonly height: number } {
  const facts = [...part.facts, ...(part.contents ?? []).map((text) => `${text}  `)];
  const needed = Math.max(
    textWidth(part.title, titleSize) * boldness,
    ...facts.map((text) => textWidth(text, factSize)),
  );
  return {
    width: Math.ceil(Math.min(widest, Math.max(narrowest, needed + 2 * padding))),
    height: 2 * padding + lineHeight * (1 + part.facts.length) + contentHeight * (part.contents?.length ?? 0),
  };
}

/** Bold letters are wider. */
const boldness = 1.08;

/** Height of one of the contents, which have a frame. */
export const contentHeight = lineHeight + 6;

/** Title, facts and contents of a part, one below the other, cut to the width of its box. */
export function textsOf(part: Part, x: number, y: number, width: number): readonly DrawnText[] {
  const room = width - 2 * padding;
  const first = y + padding + titleSize;
  const line = (index: number) => first + index * lineHeight;
  const left = x + padding;
  return [
    { role: "title", x: left, y: first, text: fitted(part.title, titleSize * boldness, room) },
    ...part.facts.map((text, index) => ({
      role: "fact" as const,
      x: left,
      y: line(index + 1),
      text: fitted(text, factSize, room),
    })),
    ...(part.contents ?? []).map((text, index) => ({
      role: "content" as const,
      x: left,
      y: line(part.facts.length + 1) + 3 + index * contentHeight,
      text: fitted(text, factSize, room - 12),
    })),
  ];
}
