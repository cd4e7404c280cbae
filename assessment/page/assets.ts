import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

/** Style sheet and script of the page, and the policy that allows these two and no request. */
export interface Assets {
  readonly style: string;
  readonly script: string;
  readonly policy: string;
}

/**
 * Reads the style sheet, and compiles the script.
 *
 * @see https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Content-Security-Policy
 */
export function assets(): Assets {
  const style = readFileSync(path.join(__dirname, "page.css"), "utf8");
  const source = readFileSync(path.join(__dirname, "browser", "page.ts"), "utf8");
  const { outputText: script } = ts.transpileModule(source, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022, removeComments: true },
  });
  const policy = [
    "default-src 'none'",
    `style-src '${hash(style)}'`,
    `script-src '${hash(script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return { style, script, policy };
}

function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
