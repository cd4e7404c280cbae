import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { assess } from "../../assessment/assess";
import { loadAcceptances } from "../../assessment/controls/acceptances";
import { evidenceOf } from "../../assessment/evidence";
import type { Assessment } from "../../assessment/model/assessment";
import type { Files } from "../../assessment/output/manifest";
import { synthesizedProject, type SynthesizedProject } from "../../assessment/synthesis/synthesized-project";
import type { JsonObject } from "../../src/cdktf/terraform-json";
import { createExampleProject, exampleProject } from "../support/example-project";

const date = "2026-11-27";
let synthesized: SynthesizedProject;
let assessment: Assessment;
let files: Files;

async function evidenceAt(root: string) {
  const project = await synthesizedProject(root, { date });
  const assessed = await assess(project.project, loadAcceptances());
  return { project, assessed, files: await evidenceOf(project, assessed, root) };
}

beforeAll(async () => {
  const made = await evidenceAt(exampleProject());
  [synthesized, assessment, files] = [made.project, made.assessed, made.files];
});

const parsed = (file: string) => JSON.parse(files.get(file) ?? "") as unknown;

test("two checkouts on two paths give the same bytes", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "another-place-"));
  const root = path.join(folder, "checkout");
  await createExampleProject(root);
  const other = await evidenceAt(root);
  await rm(folder, { recursive: true, force: true });
  expect([...other.files.keys()]).toEqual([...files.keys()]);
  for (const [file, content] of files) {
    if (other.files.get(file) !== content) throw new Error(`${file} differs`);
  }
});

test("no file names a path of this machine or the time of the run", () => {
  const year = new Date().toISOString().slice(0, 10);
  for (const [file, content] of files) {
    const found = [exampleProject(), process.cwd(), tmpdir(), `${year}T`].filter(
      (text) => content.includes(text) && !(text.endsWith("T") && year === date),
    );
    expect({ file, found }).toEqual({ file, found: [] });
  }
});

test("each stack has its JSON and its HCL as they are synthesized, in folders of their own", () => {
  for (const [stack, { json, hcl }] of synthesized.files) {
    expect(files.get(`stacks/${stack}/json/cdk.tf.json`)).toBe(json);
    expect(files.get(`stacks/${stack}/hcl/cdk.tf`)).toBe(hcl);
  }
});

test("the README of a stack names every block, what made it and the setting that asks for it", () => {
  for (const { name, blocks } of synthesized.project.stacks) {
    const readme = files.get(`stacks/${name}/hcl/README.md`) ?? "";
    for (const address of blocks.keys()) expect(readme).toContain(`\`${address}\` by \``);
  }
  expect(files.get("stacks/prod/hcl/README.md")).toMatch(
    /Setting `prod\.cluster\.nodeGroups\.general`, at `environments\/prod\.ts:\d+`/,
  );
});

test("the manifest has the digest and the size of every other file", () => {
  const { files: listed } = parsed("manifest.json") as { files: { path: string; bytes: number; sha256: string }[] };
  expect(listed.map((one) => one.path)).toEqual([...files.keys()].filter((file) => file !== "manifest.json").sort());
  for (const one of listed) {
    const content = Buffer.from(files.get(one.path) ?? "");
    expect(one.sha256).toBe(createHash("sha256").update(content).digest("hex"));
    expect(one.bytes).toBe(content.length);
  }
});

test("the manifest has the version constraints of each stack", () => {
  const { terraform } = parsed("manifest.json") as { terraform: { stacks: Record<string, unknown> } };
  expect(Object.keys(terraform.stacks)).toEqual(["bootstrap", "dev", "prod"]);
  expect(terraform.stacks.dev).toMatchObject({
    requiredVersion: "~> 1.13.5",
    requiredProviders: { aws: { source: "hashicorp/aws", version: "~> 6.20.0" } },
  });
});

test("the types that no control asks about are on the page", () => {
  expect(assessment.unexaminedTypes).toContainEqual({ type: "aws_eip", resources: 4 });
  for (const { type, resources } of assessment.unexaminedTypes)
    expect(files.get("index.html")).toContain(`<code>${type}</code>: ${resources}</li>`);
});

test("the inventory has each resource of each stack once", () => {
  const resources = synthesized.project.stacks.flatMap(({ name, json }) =>
    Object.entries((json.resource ?? {}) as Record<string, object>).flatMap(([type, ids]) =>
      Object.keys(ids).map((id) => `${name}/${type}.${id}`),
    ),
  );
  expect(assessment.inventory.map(({ stack, address }) => `${stack}/${address}`).sort()).toEqual(resources.sort());
});

test("the assessment is complete in JSON, for a later comparison", () => {
  expect(parsed("assessment.json")).toEqual(JSON.parse(JSON.stringify(assessment)));
});

/** The outcome of a control, told from its findings alone. */
function outcomeOf({ decidedBy, findings }: { decidedBy?: string; findings: { outcome: string }[] }): string {
  if (decidedBy !== undefined) return "not-decided";
  const found = ["fails", "not-decided", "accepted"].find((one) => findings.some(({ outcome }) => outcome === one));
  return found ?? "passes";
}

test("the counts on the page are those of the findings and of the synthesized JSON", () => {
  const html = files.get("index.html") ?? "";
  const shown = [...html.matchAll(/data-outcome="([\w-]+)" data-framework="([\w-]+)">(?:<a[^>]*>)?(\d+)</g)];
  const counts = new Map<string, number>();
  const controls = parsed("controls.json") as { framework: string; findings: { outcome: string }[] }[];
  for (const control of controls) {
    const key = `${outcomeOf(control)} ${control.framework}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  expect(shown).toHaveLength(5 * 4);
  for (const [, outcome = "", framework = "", count] of shown) {
    expect([framework, outcome, Number(count)]).toEqual([
      framework,
      outcome,
      counts.get(`${outcome} ${framework}`) ?? 0,
    ]);
  }
  const stacks = ["bootstrap", "dev", "prod"].map((stack) => parsed(`stacks/${stack}/json/cdk.tf.json`) as JsonObject);
  const resources = stacks.flatMap(({ resource }) =>
    Object.values(resource as JsonObject).flatMap((ids) => Object.keys(ids as object)),
  );
  expect(html).toContain(`3 stacks with ${resources.length} resources`);
});
