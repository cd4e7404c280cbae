import { execa } from "execa";
import type { Sources } from "../model/project";

/**
 * The commit of a checkout, whether its files differ from it, and the date of the assessment.
 *
 * @param date `YYYY-MM-DD`; by default that of the commit, so that a commit has one assessment. Outside a Git checkout,
 * today.
 */
export async function sourcesOf(root: string, date?: string): Promise<Sources> {
  const commit = await git(root, "log", "-1", "--format=%H");
  if (commit === undefined) return { clean: false, date: date ?? new Date().toISOString().slice(0, 10) };
  const committed = await git(root, "log", "-1", "--format=%cd", "--date=format-local:%Y-%m-%d");
  const changes = await git(root, "status", "--porcelain", "--untracked-files=normal");
  return { commit, clean: changes === "", date: date ?? committed ?? "" };
}

/** Output of Git in UTC, or nothing where it fails: no checkout, no commit, no Git. */
async function git(root: string, ...args: string[]): Promise<string | undefined> {
  const { exitCode, stdout } = await execa("git", args, { cwd: root, env: { TZ: "UTC" }, reject: false });
  return exitCode === 0 ? stdout.trim() : undefined;
}
