import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { projectRoot } from "../src/commands/cli/project";
import { createExampleProject } from "./support/example-project";

const [, example = ""] =
  /```diff\n(.*?)```/s.exec(readFileSync(path.join(projectRoot, "CONTRIBUTING.md"), "utf8")) ?? [];

describe("the example of an option", () => {
  let parent: string;
  let project: string;

  beforeAll(async () => {
    parent = mkdtempSync(path.join(tmpdir(), "option-"));
    project = path.join(parent, "project");
    await createExampleProject(project);
    await execa("git", ["apply", "--include=src/*"], { cwd: project, input: example });
  });

  afterAll(() => {
    rmSync(parent, { recursive: true });
  });

  async function synthesizeWith(zonalShift: string) {
    const file = path.join(project, "environments", "dev.ts");
    const before = readFileSync(file, "utf8");
    writeFileSync(file, before.replace("    deletionProtection: false,", `$&\n    zonalShift: ${zonalShift},`));
    const env = { CDKTF_OUTDIR: path.join(parent, "out") };
    const options = { cwd: project, env, all: true, reject: false } as const;
    const { exitCode, all } = await execa(process.execPath, ["--import", "tsx", "main.ts"], options);
    writeFileSync(file, before);
    return { exitCode, all };
  }

  test("changes at most three source files and one test", () => {
    const files = [...example.matchAll(/^\+\+\+ b\/(.*)$/gm)].map(([, file = ""]) => file);
    expect(files.filter((file) => file.startsWith("src/")).length).toBeLessThanOrEqual(3);
    expect(files.filter((file) => file.startsWith("__tests__/"))).toHaveLength(1);
  });

  test("reaches the stack", async () => {
    expect(await synthesizeWith("true")).toMatchObject({ exitCode: 0 });
    const stack = readFileSync(path.join(parent, "out", "stacks", "dev", "cdk.tf.json"), "utf8");
    expect(JSON.parse(stack)).toMatchObject({
      resource: { aws_eks_cluster: { cluster: { zonal_shift_config: { enabled: true } } } },
    });
  });

  test("is validated, with its path", async () => {
    const { exitCode, all } = await synthesizeWith('"on"');
    expect(exitCode).toBe(1);
    expect(all).toContain('dev.cluster.zonalShift: got "on", allowed: true or false');
  });
});
