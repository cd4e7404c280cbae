import { execa } from "execa";
import { projectRoot } from "../cli/project";
import type { Sources } from "../plan-report/fingerprint";

/**
 * The commit of this checkout; undefined where it is none of git. A stack that is used as it was last synthesized is taken
 * to be of this commit.
 */
export async function readSources(): Promise<Sources | undefined> {
  const git = async (...args: string[]) =>
    execa("git", args, { cwd: projectRoot, reject: false, stdin: "ignore", stderr: "ignore" });
  const [revisions, status] = await Promise.all([
    git("rev-parse", "HEAD", "HEAD^{tree}"),
    git("status", "--porcelain"),
  ]);
  const [commit, tree] = revisions.exitCode === 0 ? revisions.stdout.split("\n") : [];
  if (commit === undefined || tree === undefined || status.exitCode !== 0) return undefined;
  return { commit, tree, isChanged: status.stdout !== "" };
}
