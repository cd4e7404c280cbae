/**
 * Characters that a terminal interprets instead of showing: control characters, line and paragraph separators, and
 * those that change the direction of text.
 *
 * @see https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
 */
const interpreted = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Text from outside, such as a lock, a state or an error of AWS, on one line that a terminal shows as it is. */
export function printable(text: string): string {
  return text.replace(interpreted, escape);
}

/** Like `printable`, for a message of several lines. */
export function printableLines(text: string): string {
  return text.split("\n").map(printable).join("\n");
}

/** JSON that a terminal shows as it is: `JSON.stringify` escapes only some of these characters. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value, undefined, 2)
    .split("\n")
    .map((line) => line.replace(interpreted, unicodeEscape))
    .join("\n");
}

function escape(character: string): string {
  const short = { "\n": "\\n", "\r": "\\r", "\t": "\\t" }[character];
  return short ?? unicodeEscape(character);
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
