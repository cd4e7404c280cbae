/**
 * Estimated width of a text in a sans-serif font, so that a drawing has the same bytes on every machine, whichever fonts
 * it has. The widths are those of wide fonts (DejaVu Sans): a text takes at most as much.
 *
 * @param size - font size in pixels
 * @returns width in pixels
 */
export function textWidth(text: string, size: number): number {
  return Array.from(text).reduce((sum, character) => sum + widthOf(character), 0) * size;
}

function widthOf(character: string): number {
  if (/[ijlIf.,:;'|!/()[\]\- tr]/.test(character)) return 0.42;
  if (/[mwMW@%&]/.test(character)) return 0.98;
  return /[A-Z×–]/.test(character) ? 0.76 : 0.635;
}

/** A text cut to a width, with an ellipsis where something is left out. */
function fitted(text: string, size: number, width: number): string {
  if (textWidth(text, size) <= width) return text;
  let end = text.length;
  while (end > 0 && textWidth(`${text.slice(0, end)}…`, size) > width) end -= 1;
  return `${text.slice(0, end)}…`;
}

/** A text in lines of at most a width, broken between words; a longer word is cut. */
export function wrapped(text: string, size: number, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    const longer = `${last ?? ""} ${word}`;
    if (last !== undefined && textWidth(longer, size) <= width) lines[lines.length - 1] = longer;
    else lines.push(fitted(word, size, width));
  }
  return lines;
}
