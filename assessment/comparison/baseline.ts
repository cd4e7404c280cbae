import { mkdtemp, rm, stat, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { CommandError } from "../../src/commands/cli/command-error";
import type { AcceptedFinding } from "../../src/settings/acceptance";
import type { EnvironmentSettings } from "../../src/settings/environment";
import type { OrganizationSettings } from "../../src/settings/organization";
import { SettingsError, validateSettings } from "../../src/settings/validate";
import { acceptancesOf } from "../controls/acceptances";
import type { Assessment } from "../model/assessment";
import type { Project } from "../model/project";
import { synthesizedProject } from "../synthesis/synthesized-project";
import { savedAssessment } from "./saved-assessment";

/** What to compare with, as the operator named it: former evidence, or a commit, whose own code is synthesized. */
export type Baseline = { readonly name: string } & ({ readonly saved: Assessment } | { readonly commit: string });

export interface BaselineOptions {
  /** Folder of the checkout, whose commits are compared with. */
  readonly root: string;

  /** Date of the assessment, `YYYY-MM-DD`: the same as of the assessment that is compared. */
  readonly date: string;

  /** Assesses a project by today's rules, with its own acceptances. */
  readonly assess: (project: Project, acceptances: readonly AcceptedFinding[]) => Promise<Assessment>;
}

/**
 * Finds what to compare with, before anything is synthesized.
 *
 * @param target folder that `npm run evidence` has written, or a Git reference
 * @throws CommandError when the target is neither
 */
export async function findBaseline(target: string, root: string): Promise<Baseline> {
  const folder = await stat(target).catch(() => undefined);
  if (folder?.isDirectory()) return { name: target, saved: await savedAssessment(target) };
  return { name: target, commit: await commitOf(target, root) };
}

/**
 * The assessment to compare with.
 *
 * @throws CommandError when the stacks of the commit cannot be synthesized, or its settings are not valid in this version
 */
export async function assessmentOf(baseline: Baseline, options: BaselineOptions): Promise<Assessment> {
  if ("saved" in baseline) return baseline.saved;
  const { name, commit } = baseline;
  return withCheckout(commit, options.root, async (checkout) => {
    try {
      const { project, acceptances } = await synthesizedProject(checkout, { date: options.date });
      return await options.assess(readByThisVersion(project), acceptancesOf(acceptances));
    } catch (error) {
      if (!(error instanceof CommandError || error instanceof SettingsError)) throw error;
      throw new CommandError(
        `${name} (${commit.slice(0, 12)}) cannot be compared with: ${error.message}`,
        "name a commit whose settings this version reads, or a folder that npm run evidence has written",
      );
    }
  });
}

/** The project with the defaults of settings that its own code does not know. */
function readByThisVersion(project: Project): Project {
  const { organization, environments } = project.settings;
  const settings = validateSettings(
    organization as unknown as OrganizationSettings,
    environments as unknown as readonly EnvironmentSettings[],
  );
  return { ...project, settings: JSON.parse(JSON.stringify(settings)) as Project["settings"] };
}

async function commitOf(reference: string, root: string): Promise<string> {
  const commit = await parsed(`${reference}^{commit}`, root);
  if (commit === undefined) {
    throw new CommandError(
      `--against ${reference} is neither a folder nor a commit that Git knows here`,
      "name a branch, a tag or a commit (git fetch brings those of the remote, git fetch --unshallow those that a shallow clone lacks), or a folder that npm run evidence has written",
    );
  }
  if ((await parsed(`${commit}:./main.ts`, root)) !== undefined) return commit;
  throw new CommandError(
    `--against ${reference} (${commit.slice(0, 12)}) has no main.ts, so it has no stacks to compare with`,
    "name a later commit, or a folder that npm run evidence has written",
  );
}

/** Hash of what a revision names; undefined if it names nothing. */
async function parsed(revision: string, root: string): Promise<string | undefined> {
  const { exitCode, stdout } = await execa("git", ["rev-parse", "--verify", "--quiet", "--end-of-options", revision], {
    cwd: root,
    reject: false,
  });
  return exitCode === 0 ? stdout.trim() : undefined;
}

/**
 * Checks a commit out into a temporary folder, with the packages of this checkout, and removes it afterwards. The project
 * can be a folder of its repository.
 */
async function withCheckout<Result>(
  commit: string,
  root: string,
  use: (checkout: string) => Promise<Result>,
): Promise<Result> {
  const parent = await mkdtemp(path.join(tmpdir(), "baseline-"));
  const checkout = path.join(parent, "checkout");
  const git = (...args: string[]) => execa("git", ["-c", `core.hooksPath=${parent}`, ...args], { cwd: root });
  try {
    await git("worktree", "add", "--detach", "--quiet", checkout, commit);
    const { stdout: folder } = await git("rev-parse", "--show-prefix");
    const project = path.join(checkout, folder);
    await symlink(path.join(root, "node_modules"), path.join(project, "node_modules"));
    return await use(project);
  } finally {
    await execa("git", ["worktree", "remove", "--force", checkout], { cwd: root, reject: false });
    await rm(parent, { recursive: true, force: true });
  }
}
