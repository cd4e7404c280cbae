import { mkdtemp, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { execa } from "execa";
import { exampleProject } from "../support/example-project";
import { untilItEnds } from "../support/operation";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "evidence-"));
});

/** Runs the npm script in the copy with the example's settings, which is no Git checkout. */
async function evidence(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { all, exitCode } = await execa(
    process.execPath,
    ["--require", "./src/start.cjs", "assessment/command.ts", ...args],
    { cwd: exampleProject(), env, all: true, reject: false, stdin: "ignore" },
  );
  return { output: all, exitCode };
}

test("one run writes the folder, and a later one tells what got worse since", async () => {
  const [first, second] = [path.join(folder, "first"), path.join(folder, "second")];
  const written = await evidence(["--output", first, "--as-of", "2026-11-27"]);
  expect(written.output).toContain(path.join(first, "index.html"));
  expect(written.exitCode).toBe(0);
  expect(await readdir(first)).toEqual(
    expect.arrayContaining(["controls.sarif", "index.html", "manifest.json", "oscal-assessment-results.json"]),
  );

  const expired = await evidence(["--output", second, "--as-of", "2028-01-01", "--against", first]);
  expect(expired.exitCode).toBe(3);
  expect(expired.output).toContain("fails: ");
  const comparison = await readFile(path.join(second, "comparison.md"), "utf8");
  expect(comparison).toContain("its acceptance expired on 2027-11-30");
  expect(comparison).toContain("# Compared with `first`");
  expect(comparison).not.toContain(folder);
});

test("a control that fails has exit code 2", async () => {
  const { exitCode } = await evidence(["--output", path.join(folder, "expired"), "--as-of", "2028-01-01"]);
  expect(exitCode).toBe(2);
});

test("a folder with other files is refused before anything is synthesized", async () => {
  const { output, exitCode } = await evidence(["--output", path.join(exampleProject(), "src")]);
  expect(exitCode).toBe(1);
  expect(output).toContain("is not a file that npm run evidence wrote");
});

test("what is no baseline is refused before anything is synthesized", async () => {
  const synthesisFails = { AWS_ENDPOINT_URL: "http://127.0.0.1:4566" };
  const { output, exitCode } = await evidence(["--against", "no-such-branch"], synthesisFails);
  expect(exitCode).toBe(1);
  expect(output).toContain(
    "--against no-such-branch is neither a folder nor a commit that Git knows here\n\nnext: name",
  );
});

test("an interrupted run writes nothing, and removes its temporary folders", async () => {
  const temporary = await mkdtemp(path.join(folder, "temporary-"));
  const args = ["--require", "./src/start.cjs", "assessment/command.ts", "--output", path.join(folder, "interrupted")];
  const run = execa(process.execPath, args, { ...untilItEnds, cwd: exampleProject(), env: { TMPDIR: temporary } });
  const foldersOf = async () => (await readdir(temporary)).filter((name) => name.startsWith("assessment-"));
  while ((await foldersOf()).length === 0) await setTimeout(50);
  run.kill("SIGTERM");
  const { all, exitCode } = await run;
  expect(exitCode).toBe(1);
  expect(all).toContain("error: interrupted by SIGTERM\n\nnext: run the command again");
  expect(await foldersOf()).toEqual([]);
  expect(await readdir(folder)).not.toContain("interrupted");
});

test("an emulator run is refused", async () => {
  const target = path.join(folder, "emulated");
  const { output, exitCode } = await evidence(["--output", target], { AWS_ENDPOINT_URL: "http://127.0.0.1:4566" });
  expect(exitCode).toBe(1);
  expect(output).toContain("AWS_ENDPOINT_URL selects an emulator");
  expect(await readdir(folder)).not.toContain("emulated");
});

test("a date that the calendar lacks is refused", async () => {
  const { output, exitCode } = await evidence(["--as-of", "2026-02-30"]);
  expect(exitCode).toBe(1);
  expect(output).toContain("must be a day such as 2026-11-30");
});
