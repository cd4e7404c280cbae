import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import type { Emulator } from "../../emulator/emulator";
import { cdktfBinary } from "../../src/commands/terraform/processes";
import { startBootstrapped } from "../support/bootstrapped";
import { exampleProject } from "../support/example-project";
import { installNode, type NodeRelease } from "../support/node-release";

/** The oldest and the newest that are supported. npm has binaries as packages for several platforms; these are Linux's. */
const releases: readonly NodeRelease[] = [
  {
    version: "20.19.0",
    integrity: "sha512-HzVYgEgabV/n3nP2F9mcxS0Nxgg99jynX9CMovakLmSYTuTdQRbbtw0yadY8+qKcqXfiDAtb2hmtR7nDPzclGA==",
  },
  {
    version: "26.12.1",
    integrity: "sha512-jk5LMAmgHlPlPMWpsUrSOqNaEZG+11UNd35hWQ+p5/XGaelWuTqJ69IcAy/5xtPPN4d5ZRBNOGB6gLMCh2kL9A==",
  },
];

const isLinux = process.platform === "linux" && process.arch === "x64";

(isLinux ? describe : describe.skip).each(releases)("with Node $version", (release) => {
  let bin: string;
  let outdir: string;
  let emulator: Emulator;

  beforeAll(async () => {
    bin = await installNode(release);
    outdir = await mkdtemp(path.join(tmpdir(), "node-versions-"));
    emulator = (await startBootstrapped()).planner;
  });

  afterAll(async () => {
    await emulator.stop();
    await rm(outdir, { recursive: true });
  });

  async function run(...args: string[]) {
    const { exitCode, all } = await execa(path.join(bin, "node"), args, {
      cwd: exampleProject(),
      env: {
        ...emulator.env,
        TF_CLI_ARGS_plan: "-lock=false",
        PATH: `${bin}${path.delimiter}${process.env.PATH ?? ""}`,
      },
      all: true,
      reject: false,
      stdin: "ignore",
    });
    return { exitCode, all };
  }

  test("cdktf synth writes every stack", async () => {
    expect(await run("--version")).toMatchObject({ all: `v${release.version}` });
    expect(await run(cdktfBinary, "synth", "--output", outdir)).toMatchObject({ exitCode: 0 });
    expect((await readdir(path.join(outdir, "stacks"))).sort()).toEqual(["bootstrap", "dev", "prod"]);
  });

  test("cdktf diff runs Terraform in its terminal", async () => {
    const { all, exitCode } = await run(cdktfBinary, "diff", "dev", "--output", outdir, "--no-color");
    expect(all).toMatch(/Plan: \d+ to add, 0 to change, 0 to destroy/);
    expect(exitCode).toBe(0);
  });

  test("the project's commands run", async () => {
    const doctor = await run("--require", "./src/start.cjs", "src/commands/doctor/command.ts", "dev", "--json");
    const { checks } = JSON.parse(doctor.all) as { checks: { name: string; outcome: string; detail: string }[] };
    expect(checks.find(({ name }) => name === "Node")).toMatchObject({ outcome: "ok", detail: release.version });
    expect(checks.filter(({ outcome }) => outcome === "failure")).toEqual([]);
    expect(await run("--require", "./src/start.cjs", "src/commands/deploy/command.ts", "--help")).toMatchObject({
      exitCode: 0,
    });
  });
});
