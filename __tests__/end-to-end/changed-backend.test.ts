import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { execa } from "execa";
import type { Emulator } from "../../emulator/emulator";
import { readable } from "../../src/commands/terraform/cdktf-output";
import { cdktf } from "../../src/commands/terraform/processes";
import { validateSettings } from "../../src/settings/validate";
import { startBootstrapped } from "../support/bootstrapped";
import { environments, organization } from "../support/example";
import { s3 } from "../support/checkout";
import { createExampleProject } from "../support/example-project";
import { createStateBucket } from "../support/state-store";

const moved = validateSettings({ ...organization, stateBucketPrefix: "another-prefix" }, environments);

let emulator: Emulator;
let folder: string;
let project: string;

beforeAll(async () => {
  emulator = (await startBootstrapped()).administrator;
  await createStateBucket(emulator, "dev", undefined, moved);
  folder = await mkdtemp(path.join(tmpdir(), "changed-"));
  project = path.join(folder, "project");
  await createExampleProject(project);
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await emulator.stop();
});

/** Runs `npx cdktf` in a checkout of one's own, whose settings a test may change. */
async function run(...args: string[]) {
  const { all, exitCode } = await cdktf([...args, "--no-color"], {
    cwd: project,
    env: emulator.env,
    all: true,
    reject: false,
    stdin: "ignore",
  });
  return { output: readable(all), exitCode };
}

async function setPrefix(before: string, after: string): Promise<void> {
  const file = path.join(project, "environments", "organization.ts");
  await writeFile(file, (await readFile(file, "utf8")).replace(`"${before}"`, `"${after}"`));
}

test("an initialized checkout continues after a change of the prefix, and names both addresses of the state", async () => {
  expect(await run("diff", "dev")).toMatchObject({ exitCode: 0 });
  const record = path.join(project, "cdktf.out", "stacks", "dev", ".terraform", "terraform.tfstate");
  expect(await readFile(record, "utf8")).toContain('"my-terraform-state-dev"');

  await setPrefix("my-terraform-state", "another-prefix");
  const { output, exitCode } = await run("diff", "dev");
  expect({ output, exitCode }).toMatchObject({ exitCode: 0 });
  expect(output).toContain("was stored in s3://my-terraform-state-dev/eks-cluster/terraform.tfstate");
  expect(output).toMatch(/Plan: \d+ to add/);
  expect(await readFile(record, "utf8")).toContain('"another-prefix-dev"');

  // What the record that Terraform wrote looks like to the next synthesis: nothing to remove.
  const written = await readFile(record, "utf8");
  expect(await run("synth")).toMatchObject({ exitCode: 0 });
  expect(await readFile(record, "utf8")).toBe(written);
});

test("a deploy does not start over if the state is still at the earlier address", async () => {
  const Body = JSON.stringify({
    version: 4,
    terraform_version: "1.13.5",
    serial: 3,
    lineage: "dev",
    outputs: {},
    resources: [
      { mode: "managed", type: "aws_vpc", name: "vpc", provider: "aws", instances: [{ attributes: { id: "vpc-1" } }] },
    ],
  });
  await s3(emulator).send(
    new PutObjectCommand({ Bucket: "my-terraform-state-dev", Key: "eks-cluster/terraform.tfstate", Body }),
  );
  const deploy = async () => {
    const command = ["--require", "./src/start.cjs", "src/commands/deploy/command.ts", "dev", "--dry-run"];
    const options = { cwd: project, env: emulator.env, all: true, reject: false, stdin: "ignore" } as const;
    return execa(process.execPath, command, options);
  };

  const refused = await deploy();
  expect(refused.exitCode).toBe(1);
  expect(refused.all).toContain("the state of dev is s3://my-terraform-state-dev/eks-cluster/terraform.tfstate, ");
  expect(refused.all).toContain("where there is none");
  expect(refused.all).not.toContain("Initializing");

  await rm(path.join(project, "cdktf.out", "stacks", "dev", ".terraform", "earlier-backend.json"));
  expect(await deploy()).toMatchObject({ exitCode: 0, all: expect.stringContaining("to add") as string });
});

test("the folder of a removed stack is removed from the list, unless it contains a state", async () => {
  const old = path.join(project, "cdktf.out", "stacks", "old");
  await mkdir(old, { recursive: true });
  await writeFile(path.join(old, "cdk.tf.json"), "{}");
  const state = path.join(old, "errored.tfstate");
  await writeFile(state, JSON.stringify({ version: 4, resources: [{ type: "aws_vpc" }] }));

  const refused = await run("list");
  expect(refused.exitCode).not.toBe(0);
  expect(refused.output).toContain("old/errored.tfstate");
  expect(refused.output).not.toMatch(/^\s+at .*:\d+:\d+/m);
  expect(existsSync(state)).toBe(true);

  await rm(state);
  const listed = await run("list");
  expect(listed).toMatchObject({ exitCode: 0 });
  expect(listed.output).not.toMatch(/^old\b/m);
  expect(existsSync(old)).toBe(false);
});
