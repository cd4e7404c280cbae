import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { createExampleProject, exampleProject } from "../support/example-project";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "scan-command-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** Runs `npm run scan` by what that script calls. */
async function scanIn(project: string) {
  const { all, exitCode } = await execa(process.execPath, ["--require", "./src/start.cjs", "scan/command.ts"], {
    cwd: project,
    all: true,
    reject: false,
    stdin: "ignore",
  });
  return { output: all, exitCode };
}

describe("npm run scan", () => {
  test("passes on the example settings", async () => {
    expect(await scanIn(exampleProject())).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining("over bootstrap, dev, prod") as string,
    });
  });

  test("fails on a fault in a stack that main.ts adds, and names it", async () => {
    const project = path.join(folder, "project");
    await createExampleProject(project);
    const main = path.join(project, "main.ts");
    const added = `
      const shared = new TerraformStack(app, "shared");
      new TerraformResource(shared, "logs", { terraformResourceType: "aws_cloudwatch_log_group" });
      app.synth();`;
    const text = await readFile(main, "utf8");
    const imports = `import { TerraformResource, TerraformStack } from "cdktf";\n`;
    await writeFile(main, imports + text.replace("app.synth();", added));

    const { output, exitCode } = await scanIn(project);
    expect(exitCode).toBe(1);
    expect(output).toContain("shared: CKV_AWS_158 aws_cloudwatch_log_group.logs failed:");
    expect(output).toContain("next: fix the findings, or accept their kind in scan/accepted-findings.ts");
  });
});
