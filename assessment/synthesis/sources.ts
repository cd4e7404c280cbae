import { existsSync } from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { CommandError } from "../../src/commands/cli/command-error";
import type { Sources } from "../model/project";

/**
 * The commit of a checkout, whether its files differ from it, and the date of the assessment.
 *
 * @param date `YYYY-MM-DD`; by default that of the commit, so that a commit has one assessment. Outside a Git checkout,
 * today.
 *
 * @throws CommandError where there is a checkout that Git does not read
 */
export async function sourcesOf(root: string, date?: string): Promise<Sources> {
  const commit = await git(root, "log", "-1", "--format=%H");
  if (commit === undefined) return { clean: false, date: date ?? new Date().toISOString().slice(0, 10) };
  const committed = await git(root, "log", "-1", "--format=%cd", "--date=format-local:%Y-%m-%d");
  const changes = await git(root, "status", "--porcelain", "--untracked-files=normal");
  return { commit, clean: changes === "", date: date ?? committed ?? "" };
}

/**
 * Output of Git in UTC, or nothing outside a checkout and before the first commit.
 *
 * @throws CommandError where there is a checkout that Git does not read
 */
async function git(root: string, ...args: string[]): Promise<string | undefined> {
  const {
    exitCode,
    stdout,
    message = "",
  } = await execa("git", args, {
    cwd: root,
    env: { TZ: "UTC", LC_ALL: "C" },
    reject: false,
  });
  if (exitCode === 0) return stdout.trim();
  const isFound = message.includes("not a git repository") ? isCheckout(root) : isInCheckout(root);
  if (!isFound || message.includes("does not have any commits")) return undefined;
  throw new CommandError(
    `Git does not read the checkout ${root}, whose commit the evidence names:\n${message.replaceAll("\t", "  ")}`,
    "fix the cause above, then run the command again",
  );
}

function isCheckout(folder: string): boolean {
  return existsSync(path.join(folder, ".git"));
}

function isInCheckout(folder: string): boolean {
  const parent = path.dirname(folder);
  return isCheckout(folder) || (parent !== folder && isInCheckout(parent));
}
