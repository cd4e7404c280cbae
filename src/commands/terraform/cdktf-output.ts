import { stripVTControlCharacters } from "node:util";

/** Lines that CDKTF repeats because there is no terminal to redraw: spinners and stack counts. */
const redrawn = /^[⠀-⣿]|^\d+ Stacks? (deploying|destroying|done|waiting)\b/u;

/**
 * Turns CDKTF's output, as it arrives, into readable lines: complete, without control characters, and without repeated
 * status lines.
 */
export function readableLines(onLine: (line: string) => void): (chunk: Buffer | string) => void {
  let rest = "";
  let previous = "";
  return (chunk) => {
    const lines = (rest + chunk.toString()).split("\n");
    rest = lines.pop() ?? "";
    for (const raw of lines) {
      const line = stripVTControlCharacters(raw).trimEnd();
      if (line === "" || line === previous || redrawn.test(line.trimStart())) continue;
      previous = line;
      onLine(line);
    }
  };
}

/** The readable lines of an output that has ended. */
export function readable(output: string): string {
  const lines: string[] = [];
  readableLines((line) => lines.push(line))(`${output}\n`);
  return lines.join("\n");
}

/** The relevant part of a failed command's output: Terraform's own errors if there are any, otherwise all of it. */
export function failureOf(output: string): string {
  const text = readable(output);
  const firstError = text.search(/^.*╷\n.*│ Error: /mu);
  return firstError === -1 ? text : text.slice(firstError);
}
