import { readFileSync } from "node:fs";
import path from "node:path";
import type { PermissionUse } from "../../emulator/referee/permission-use";
import { projectRoot } from "../../src/commands/cli/project";
import type { Reference } from "../pages";
import { reasonFor } from "./reasons";

/** What the rehearsals used, by role. `UPDATE_PERMISSIONS=1 npx jest permissions.test` writes it. */
export const permissionsFile = path.join(projectRoot, "reference", "permissions", "use.json");

type Use = Readonly<Record<string, PermissionUse>>;

/** Generates the page about the permissions of the roles in memory. A pattern without a reason is a fault. */
export function generatePermissionsReference(root: string): Reference {
  const use = JSON.parse(readFileSync(permissionsFile, "utf8")) as Use;
  const rows = Object.entries(use).flatMap(([role, of]) => patternRows(role, of));
  const faults = rows
    .filter(([, , , , reason]) => reason === undefined)
    .map(([role, sid, pattern]) => `reference/permissions/reasons.ts: ${role} ${sid} has no reason for ${pattern}`);
  return { pages: { [path.join(root, "docs", "permissions.md")]: page(use, rows) }, faults };
}

function page(use: Use, rows: readonly Row[]): string {
  const patterns = ["role", "statement", "pattern", "used", "why the others stay"];
  return [
    "# Permissions that the rehearsals use\n",
    "<!-- `npm run docs` writes this page. -->",
    "<!-- prettier-ignore-start -->\n",
    "`permissions.test.ts` deploys, changes, recovers and destroys environments with every option in the emulator, as the",
    "roles that bootstrap creates. Each call is judged as IAM would, with what AWS does on behalf of the caller. An action",
    "counts as granted if a statement of the role allows it on some resource under some condition.\n",
    `${table(["role", "granted", "used", "never used", "used by"], Object.entries(use).map(totals))}\n`,
    "## Patterns that grant more than the rehearsals use\n",
    `${table(patterns, rows)}\n`,
    "<!-- prettier-ignore-end -->\n",
  ].join("\n");
}

function totals([role, { granted, used }]: [string, PermissionUse]): string[] {
  const all = new Set(Object.values(used).flat()).size;
  const rehearsals = Object.entries(used).map(([name, actions]) => `${name} ${actions.length}`);
  return [`\`${role}\``, `${granted}`, `${all}`, `${granted - all}`, rehearsals.join(", ")];
}

type Row = readonly (string | undefined)[];

function patternRows(role: string, { partlyUsed }: PermissionUse): Row[] {
  return Object.entries(partlyUsed).flatMap(([sid, patterns]) =>
    patterns.map(({ pattern, granted, used }) => {
      return [role, sid, `\`${pattern}\``, `${used} of ${granted}`, reasonFor(sid, pattern)];
    }),
  );
}

function table(head: readonly string[], rows: readonly Row[]): string {
  const line = (cells: Row) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
