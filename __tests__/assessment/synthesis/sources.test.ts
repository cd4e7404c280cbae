import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { sourcesOf } from "../../../assessment/synthesis/sources";

let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "sources-"));
});

const identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];

async function git(...args: string[]): Promise<void> {
  await execa("git", [...identity, ...args], { cwd: root, env: { GIT_COMMITTER_DATE: "2026-11-27T23:00:00-0500" } });
}

test("of a checkout are its commit, the commit's day in UTC and whether the tree is clean", async () => {
  await git("init", "--quiet");
  await git("commit", "--quiet", "--allow-empty", "--message", "a");
  const commit = expect.stringMatching(/^[0-9a-f]{40}$/) as string;
  expect(await sourcesOf(root)).toEqual({ commit, clean: true, date: "2026-11-28" });
  await writeFile(path.join(root, "a"), "");
  expect(await sourcesOf(root, "2027-01-01")).toEqual({ commit, clean: false, date: "2027-01-01" });
});

test("outside a checkout and before its first commit have no commit", async () => {
  expect(await sourcesOf(root, "2027-01-01")).toEqual({ clean: false, date: "2027-01-01" });
  await git("init", "--quiet");
  expect(await sourcesOf(root, "2027-01-01")).toEqual({ clean: false, date: "2027-01-01" });
});

test.each([
  ["whose configuration is broken", ".git/config", "[core\n", "bad config"],
  ["of a worktree whose repository is elsewhere", ".git", "gitdir: /nowhere\n", "not a git repository"],
])("of a checkout %s are refused, not taken for files without a commit", async (_, file, content, cause) => {
  if (file !== ".git") await git("init", "--quiet");
  await writeFile(path.join(root, file), content);
  await expect(sourcesOf(root)).rejects.toThrow(new RegExp(`^Git does not read the checkout .*sources-[^]*${cause}`));
});
