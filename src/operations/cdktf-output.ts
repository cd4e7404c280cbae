import { stripVTControlCharacters } from "node:util";

/** What CDKTF redraws again and again where there is no terminal to redraw on: spinners and counts of stacks. */
const redrawn = /^[⠀-⣿]|^\d+ Stacks? (deploying|destroying|done|waiting)\b/u;

/**
 * Turns CDKTF's output, as it comes, into lines worth reading: whole, without control characters, and without what is
 * only redrawn.
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

/** What a person needs of a failed command's output: Terraform's own errors where there are any, else all of it. */
export function failureOf(output: string): string {
  const text = readable(output);
  const firstError = text.search(/^.*╷\n.*│ Error: /mu);
  return firstError === -1 ? text : text.slice(firstError);
}
