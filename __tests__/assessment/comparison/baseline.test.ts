import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { assess } from "../../../assessment/assess";
import { assessmentOf, findBaseline } from "../../../assessment/comparison/baseline";
import { compare } from "../../../assessment/comparison/compare";
import { loadAcceptances } from "../../../assessment/controls/acceptances";
import { synthesizedProject } from "../../../assessment/synthesis/synthesized-project";
import { acceptedControls } from "../../support/example";
import { exampleProject } from "../../support/example-project";

const date = "2026-11-27";
let repository: string;
let root: string;

/** The example as a folder of a repository, without `assessment/`, as a commit from before it. */
beforeAll(async () => {
  repository = await mkdtemp(path.join(tmpdir(), "repository-"));
  root = path.join(repository, "infrastructure");
  await mkdir(root);
  for (const name of ["environments", "main.ts", "package.json", "src", "tsconfig.json", "cdktf.json", "emulator"]) {
    await cp(path.join(exampleProject(), name), path.join(root, name), { recursive: true });
  }
  await symlink(path.join(exampleProject(), "node_modules"), path.join(root, "node_modules"));
  await writeFile(path.join(repository, ".gitignore"), "node_modules\n");
  await git("init", "--quiet", "--initial-branch", "main");
  await git("add", "--all");
  await git("commit", "--quiet", "--message", "first");
});

afterAll(async () => rm(repository, { recursive: true, force: true }));

async function git(...args: string[]): Promise<string> {
  const identity = ["-c", "user.name=Operator", "-c", "user.email=operator@example.com", "-c", "commit.gpgsign=false"];
  return (await execa("git", [...identity, ...args], { cwd: repository })).stdout;
}

const baseline = async (target: string) => assessmentOf(await findBaseline(target, root), { root, date, assess });

test("a commit is assessed by its own code, and leaves no work tree", async () => {
  const before = await baseline("main");
  const { project } = await synthesizedProject(exampleProject(), { date });
  expect(before.stacks.map(({ name }) => name)).toEqual(["bootstrap", "dev", "prod"]);
  expect(compare(before, await assess(project, loadAcceptances()))).toEqual({
    resources: [],
    controls: [],
    access: [],
  });
  expect((await git("worktree", "list")).split("\n")).toHaveLength(1);
});

test("a commit is assessed with its own acceptances, but for those of rules that there are no longer", async () => {
  await git("checkout", "--quiet", "-b", "accepting");
  const acceptances = path.join(root, "environments", "accepted-controls.ts");
  const accepted = { ...acceptedControls[0], stack: "bootstrap", address: "aws_s3_bucket.*" };
  await writeFile(
    acceptances,
    `export const acceptedControls = ${JSON.stringify([accepted, { ...accepted, rule: "former" }])};\n`,
  );
  await git("commit", "--quiet", "--all", "--message", "accepting");
  await git("checkout", "--quiet", "main");
  const [before, after] = [await baseline("accepting"), await baseline("main")];
  const { controls } = compare(before, after);
  expect(controls.length).toBeGreaterThan(10);
  expect(new Set(controls.map((one) => `${one.before ?? ""} to ${one.after ?? ""}: ${one.direction}`))).toEqual(
    new Set(["fails to accepted: better"]),
  );
});

test("a commit whose settings are not valid cannot be compared with", async () => {
  await git("checkout", "--quiet", "-b", "invalid");
  await writeFile(path.join(root, "environments", "index.ts"), "export const environments = [];\n");
  await git("commit", "--quiet", "--all", "--message", "invalid");
  await git("checkout", "--quiet", "main");
  await expect(baseline("invalid")).rejects.toThrow(/^invalid \([0-9a-f]{12}\) cannot be compared with: /);
  expect((await git("worktree", "list")).split("\n")).toHaveLength(1);
});

test.each(["no-such-branch", "--help"])("%s is neither a commit nor a folder", async (target) => {
  await expect(findBaseline(target, root)).rejects.toThrow("is neither a folder nor a commit that Git knows here");
});

test("a folder that is not of evidence has nothing to compare with", async () => {
  await expect(findBaseline(path.join(root, "src"), root)).rejects.toThrow("has no assessment.json");
});

test("a commit from before the project has nothing to compare with", async () => {
  await git("checkout", "--quiet", "--orphan", "earlier");
  await git("rm", "-r", "--quiet", "--cached", "infrastructure");
  await git("commit", "--quiet", "--message", "earlier");
  await git("checkout", "--quiet", "--force", "main");
  await expect(findBaseline("earlier", root)).rejects.toThrow(/^--against earlier \([0-9a-f]{12}\) has no main\.ts/);
});
