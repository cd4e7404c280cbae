import { readFileSync } from "node:fs";
import ts from "typescript";
import { commandNames } from "./commands";

/** A command line that a message or a page tells the operator to run, without what is npm's own. */
export interface Suggestion {
  /** Where it is, with its text. */
  readonly source: string;
  readonly script: string;
  readonly args: readonly string[];
}

/** Stands for a value that is known only when the message is printed. */
const value = "value";

/** What follows a command in a message is prose unless it is one of these. */
const stackNames = ["bootstrap", "dev", "prod", "staging"];
const subcommands = ["history", "show", "diff", "restore", "lock", "unlock"];

/** The command lines in the texts of a source file. */
export function suggestionsOfSource(file: string): Suggestion[] {
  const found: Suggestion[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) found.push(...suggestionsOfText(node.text, file));
    if (ts.isTemplateExpression(node)) found.push(...suggestionsOfText(textOf(node), file));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest));
  return found;
}

/** An expression named `options` stands for options and their values, any other for one value. */
function textOf({ head, templateSpans }: ts.TemplateExpression): string {
  const parts = templateSpans.map(({ expression, literal }) => {
    const name = ts.isIdentifier(expression) ? expression.text : "";
    return `${{ options: "", command: "deploy" }[name] ?? value}${literal.text}`;
  });
  return [head.text, ...parts].join("");
}

function suggestionsOfText(text: string, file: string): Suggestion[] {
  return [...text.matchAll(/npm run ([a-z-]+)(?: +-- +([^\n]*))?/g)].flatMap(([line, script = "", rest = ""]) =>
    commandNames.includes(script) ? [{ source: `${file}: ${line}`, script, args: argumentsIn(rest) }] : [],
  );
}

/** The words up to the prose that follows a command in a sentence. */
function argumentsIn(rest: string): string[] {
  const words = rest.split(/ +/).filter((word) => word !== "");
  const args: string[] = [];
  for (const word of words) {
    const bare = word.replace(/[;:,.)]+$/, "");
    const isOptionsValue = args.at(-1)?.startsWith("--") === true;
    const isArgument = /^(--[\w-]+|<.+>)$/.test(bare) || [value, ...stackNames, ...subcommands].includes(bare);
    if (!isArgument && !isOptionsValue) break;
    args.push(bare);
    if (bare !== word) break;
  }
  return args;
}

/** A sentence of a page may mention a command, or a part of it, without telling to run it as it is. */
const mention = /^npm run [a-z-]+( -- [a-z]+)?$/;

/** The command lines of a page, in code blocks and in sentences. */
export function suggestionsOfPage(text: string, page: string): Suggestion[] {
  const blocks = [...text.matchAll(/^```(?:sh)?\n(.*?)^```$/gms)].flatMap(([, block = ""]) => block.split("\n"));
  const inline = [...text.replace(/^```.*?^```$/gms, "").matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
  return [...blocks, ...inline.filter((code) => !mention.test(code))].flatMap((line) => {
    const [, script = "", rest = ""] =
      /^(?:\$ )?(?:npm ci && )?(?:[A-Z_]+=\S+ )*npm run ([a-z-]+)\b(.*)$/s.exec(line.replaceAll("\n", " ")) ?? [];
    if (!commandNames.includes(script) || rest.includes("…")) return [];
    return [{ source: `${page}: ${line}`, script, args: wordsOf(rest.replace(/ #.*| \d?>.*/, "")) }];
  });
}

/** What reaches the command: npm keeps the options before the `--`. */
function wordsOf(rest: string): string[] {
  const words = [...rest.matchAll(/'([^']*)'|"([^"]*)"|([^\s'"]+)/g)].map(
    ([, one, other, word]) => one ?? other ?? word ?? "",
  );
  const end = words.indexOf("--");
  if (end === -1) return words.filter((word) => !word.startsWith("-"));
  return [...words.slice(0, end).filter((word) => !word.startsWith("-")), ...words.slice(end + 1)];
}
