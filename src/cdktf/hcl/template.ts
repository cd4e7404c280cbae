/**
 * The HCL expression for a string of the JSON syntax, where every string is a template: text with `${…}` and `%{…}`
 * sequences. A string that consists of one sequence becomes the expression itself.
 *
 * @see https://developer.hashicorp.com/terraform/language/syntax/json#expression-mapping
 */
export function templateExpression(text: string): string {
  const parts = templateParts(text);
  const [only] = parts;
  if (parts.length === 1 && only?.kind === "sequence") {
    const expression = /^\$\{([^~\n].*[^~\n]|[^~\n])\}$/.exec(only.text)?.[1];
    if (expression !== undefined) return expression.trim();
  }
  return quotedTemplate(text);
}

/** A quoted HCL template with the meaning of the JSON string: its text is escaped, its sequences are unchanged. */
export function quotedTemplate(text: string): string {
  return `"${templateParts(text)
    .map((part) => (part.kind === "text" ? escapeText(part.text) : part.text))
    .join("")}"`;
}

/** A quoted HCL string for a position in which Terraform takes JSON strings literally, without sequences. */
export function quotedLiteral(text: string): string {
  return `"${escapeText(text).replace(/([$%])\{/g, "$1$1{")}"`;
}

/** A here document, which can contain only lines that end with a newline. */
export function hereDocument(text: string): string | undefined {
  if (!/\n[^\r]*\n$/.test(text) || text.includes("\r") || /^[ \t]*EOT$/m.test(text)) return undefined;
  return `<<EOT\n${text}EOT`;
}

interface TemplatePart {
  readonly kind: "text" | "sequence";
  readonly text: string;
}

function templateParts(text: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let textStart = 0;
  const endText = (end: number) => {
    if (end > textStart) parts.push({ kind: "text", text: text.slice(textStart, end) });
  };
  for (let at = 0; at < text.length;) {
    const end = sequenceEnd(text, at);
    if (end === undefined) {
      at += 1;
      continue;
    }
    endText(at);
    parts.push({ kind: "sequence", text: text.slice(at, end) });
    at = textStart = end;
  }
  endText(text.length);
  return parts;
}

/** End of the sequence that starts at a position, where an escaped `$${` counts as one; undefined if none starts. */
function sequenceEnd(text: string, start: number): number | undefined {
  if (text.startsWith("$${", start) || text.startsWith("%%{", start)) return start + 3;
  if (!text.startsWith("${", start) && !text.startsWith("%{", start)) return undefined;
  let depth = 0;
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === "{") depth += 1;
    else if (text[at] === '"') at = stringEnd(text, at) - 1;
    else if (text[at] === "}" && --depth === 0) return at + 1;
  }
  throw new Error(`the template ${JSON.stringify(text)} has a sequence without its closing brace`);
}

/** End of a quoted string inside a sequence, including nested sequences. */
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length;) {
    if (text[at] === '"') return at + 1;
    at = sequenceEnd(text, at) ?? at + (text[at] === "\\" ? 2 : 1);
  }
  throw new Error(`the template ${JSON.stringify(text)} has a string without its closing quote`);
}

const escapes: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  '"': '\\"',
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

function escapeText(text: string): string {
  return text.replace(/[\\"\u0000-\u001f\u007f]/g, (character) => {
    return escapes[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
