import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { exampleProject } from "./support/example-project";

/** Runs a program of the project by a Node that takes itself for another version, and cannot require ES modules. */
async function runBy(version: string, program: string) {
  const pretend = path.join(mkdtempSync(path.join(tmpdir(), "node-version-")), "pretend.cjs");
  writeFileSync(
    pretend,
    `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } });`,
  );
  const args = ["--no-experimental-require-module", "--require", pretend, "--require", "./src/start.cjs", program];
  return execa(process.execPath, args, { cwd: exampleProject(), reject: false, stdin: "ignore" });
}

const advice = "install 22 (22.13 or later), 24 or 26 from https://nodejs.org/en/download";

test.each(["18.20.8", "27.0.0"])(
  "with Node %s a command says that it is not supported, and runs nothing",
  async (version) => {
    expect(await runBy(version, "src/commands/doctor/command.ts")).toMatchObject({
      exitCode: 1,
      stdout: "",
      stderr: `error: Node ${version} is not supported: ${advice}\n\nnext: run npm ci and this command again with that Node`,
    });
  },
);

test.each(["18.20.8", "27.0.0"])(
  "with Node %s the app, which cdktf synth runs, says so in one line",
  async (version) => {
    expect(await runBy(version, "main.ts")).toMatchObject({
      exitCode: 1,
      stdout: "",
      stderr: `Node ${version} is not supported: ${advice}`,
    });
  },
);
