import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { projectRoot } from "../src/commands/cli/project";
import { createExampleProject } from "./support/example-project";

const text = readFileSync(path.join(projectRoot, "CONTRIBUTING.md"), "utf8");

const [, example = ""] = /```diff\n(.*?)```/s.exec(text) ?? [];

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
    const { exitCode, all } = await execa(process.execPath, ["--require", "./src/start.cjs", "main.ts"], options);
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

describe("the commands that run the checks", () => {
  const tests = readdirSync(__dirname, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => path.join("__tests__", file));
  const pages = [text, readFileSync(path.join(projectRoot, "docs", "upgrade.md"), "utf8")];
  const lines = pages.flatMap((page) =>
    [...page.matchAll(/npm test -- ([^#`\n]+)/g)].map(([, line = ""]) => line.trim()),
  );

  /** Jest compares both as regular expressions, without regard to case. */
  function matchesOf(line: string): string[] {
    const patterns = line.match(/__tests__\S*/g) ?? [];
    const files = tests.filter((file) => patterns.some((pattern) => new RegExp(pattern, "i").test(file)));
    const [, name] = /-t "([^"]+)"/.exec(line) ?? [];
    if (name === undefined) return files;
    const titles = files.flatMap((file) => [
      ...readFileSync(path.join(projectRoot, file), "utf8").matchAll(
        /\b(?:test|describe)(?:\.each[^]*?\])?\(\s*"([^"]*)"/g,
      ),
    ]);
    return titles.map(([, title = ""]) => title).filter((title) => new RegExp(name, "i").test(title));
  }

  test.each(lines)("npm test -- %s runs a test", (line) => {
    expect(matchesOf(line)).not.toEqual([]);
  });

  test("would be found to run none", () => {
    expect(lines.length).toBeGreaterThan(3);
    expect(matchesOf('__tests__/settings -t "no such title"')).toEqual([]);
    expect(matchesOf("__tests__/no-such-folder")).toEqual([]);
  });

  test("name a variant of a fork and npm scripts that exist", () => {
    const [, variant = "", checks = ""] = /npm run fork -- (\S+) --checks (.+?) +#/.exec(text) ?? [];
    const { scripts } = JSON.parse(readFileSync(path.join(projectRoot, "package.json"), "utf8")) as { scripts: object };
    expect(existsSync(path.join(projectRoot, "fork", "variants", variant, "index.ts"))).toBe(true);
    const named = [...text.matchAll(/^npm run ([\w:-]+)/gm)].map(([, script = ""]) => script);
    expect([...named, ...checks.split(" ")].filter((script) => !(script in scripts))).toEqual([]);
  });
});
