import { execa } from "execa";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { synthesizedProject, type SynthesizedProject } from "../../../assessment/synthesis/synthesized-project";
import { exampleProject } from "../../support/example-project";

const date = "2026-11-27";
let synthesized: SynthesizedProject;

beforeAll(async () => {
  synthesized = await synthesizedProject(exampleProject(), { date });
});

test("the stacks are in the order of the settings, bootstrap first", () => {
  expect(synthesized.project.stacks.map(({ name, kind }) => [name, kind])).toEqual([
    ["bootstrap", "bootstrap"],
    ["dev", "environment"],
    ["prod", "environment"],
  ]);
  expect([...synthesized.files.keys()]).toEqual(["bootstrap", "dev", "prod"]);
});

test("both formats are those that the app itself writes", async () => {
  const outdir = await mkdtemp(path.join(tmpdir(), "synthesized-"));
  for (const [format, file] of [
    ["false", "cdk.tf.json"],
    ["true", "cdk.tf"],
  ] as const) {
    await execa(process.execPath, ["--require", "./src/start.cjs", "main.ts"], {
      cwd: exampleProject(),
      env: { CDKTF_OUTDIR: outdir, SYNTH_HCL_OUTPUT: format },
    });
    for (const [stack, { json, hcl }] of synthesized.files) {
      const written = await readFile(path.join(outdir, "stacks", stack, file), "utf8");
      expect(format === "true" ? hcl : json).toBe(written);
    }
  }
  await rm(outdir, { recursive: true, force: true });
});

test("each block has what led to it: construct, line of the sources, setting", () => {
  const { stacks, provenance } = synthesized.project;
  const blocks = stacks.flatMap(({ name, blocks: all }) => [...all.keys()].map((address) => `${name}/${address}`));
  expect([...provenance.keys()].sort()).toEqual(blocks.sort());
  for (const { source } of provenance.values()) expect(source?.file).toMatch(/^src\/(constructs|stacks)\//);
});

test("a line is that of the call, and a setting is that of the environment", async () => {
  const { source, setting, construct } =
    synthesized.project.provenance.get("prod/aws_eks_node_group.cluster_nodes_general") ?? {};
  expect(construct).toBe("ManagedNodeGroup");
  const lineOf = async ({ file = "", line = 0 } = {}) =>
    (await readFile(path.join(exampleProject(), file), "utf8")).split("\n")[line - 1];
  expect(await lineOf(source)).toContain("new EksNodeGroup(");
  expect(setting?.path).toBe("prod.cluster.nodeGroups.general");
  expect(await lineOf(setting?.source)).toContain("general: {");
});

test("an emulator run is refused", async () => {
  process.env.AWS_ENDPOINT_URL = "http://127.0.0.1:4566";
  const refused = synthesizedProject(exampleProject(), { date });
  await expect(refused).rejects.toThrow("AWS_ENDPOINT_URL selects an emulator");
  delete process.env.AWS_ENDPOINT_URL;
});
