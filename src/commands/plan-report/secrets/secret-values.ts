import { isObject, maskOf, type Mask } from "../values/masks";

/** Characters of the shortest text that counts as secret: every text contains shorter ones by chance. */
const shortest = 2;

/** Characters of the shortest part of a secret that is looked for by itself. */
const shortestPart = 8;

/** Collects values that must not be shown, with the forms in which they can occur in a text. */
export class SecretValues {
  private readonly found = new Set<string>();

  get values(): ReadonlySet<string> {
    return this.found;
  }

  /** Adds every text and number of a value that the mask covers. */
  addMasked(value: unknown, mask: Mask): void {
    if (mask === true) {
      this.addAll(value);
    } else if (Array.isArray(value)) {
      value.forEach((element, index) => {
        this.addMasked(element, maskOf(mask, index));
      });
    } else if (isObject(value) && isObject(mask)) {
      for (const [name, part] of Object.entries(value)) this.addMasked(part, maskOf(mask, name));
    }
  }

  /** Adds every text and number of a value. */
  addAll(value: unknown): void {
    if (typeof value === "string") this.addText(value);
    else if (typeof value === "number") this.add(String(value));
    else if (Array.isArray(value)) for (const element of value as unknown[]) this.addAll(element);
    else if (isObject(value)) {
      for (const [name, part] of Object.entries(value)) {
        if (name.length >= shortestPart) this.add(name);
        this.addAll(part);
      }
    }
  }

  private addText(text: string): void {
    this.add(text);
    this.add(text.trim());
    this.addInner(parsed(text));
    const decoded = fromBase64(text);
    if (decoded !== undefined) this.addText(decoded);
    if (/[\r\n]/.test(text)) for (const line of text.split(/[\r\n]+/)) this.addPart(line.trim());
  }

  private addInner(value: unknown): void {
    if (typeof value === "object") this.addAll(value);
  }

  private addPart(text: string): void {
    if (text.length >= shortestPart) this.add(text);
  }

  private add(text: string): void {
    if (text.trim().length < shortest || text === "true" || text === "false") return;
    const json = JSON.stringify(text).slice(1, -1);
    const forms = [text, json, inGo(json), ...inUrl(text)];
    for (const form of forms) this.found.add(form);
    if (text.length >= shortestPart) this.found.add(Buffer.from(text).toString("base64").replace(/=+$/, ""));
  }
}

/** JSON as Go and Terraform's `jsonencode` write it. */
function inGo(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** A text as Terraform's `urlencode` writes it in a query, and as it is in a path. */
function inUrl(text: string): string[] {
  const encoded = new URLSearchParams({ text }).toString().slice("text=".length);
  const query = encoded.replaceAll("%7E", "~").replaceAll("*", "%2A");
  return [query, query.replaceAll("+", "%20")];
}

function parsed(text: string): unknown {
  if (!/^\s*[[{"]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The text that a text in Base64 encodes, such as user data; undefined where it encodes none. */
function fromBase64(text: string): string | undefined {
  if (text.length < shortestPart || !/^[\w+/-]+={0,2}$/.test(text)) return undefined;
  const decoded = Buffer.from(text, "base64").toString("utf8");
  return /^[\t\n\r\u0020-\u007e\u00a0-\uffef]*$/.test(decoded) && !decoded.includes("\ufffd") ? decoded : undefined;
}
