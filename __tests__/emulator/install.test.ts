import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { installEmulator } from "../../emulator/install";
import { projectRoot } from "../../src/commands/cli/project";

const emulatorFolder = path.join(projectRoot, "emulator");

describe("installEmulator", () => {
  test("gives the Python of an environment inside the project, and does not install it again", async () => {
    const python = await installEmulator();
    const installed = await realpath(path.dirname(python));
    expect(await installEmulator()).toBe(python);
    expect(await realpath(path.dirname(python))).toBe(installed);
    expect(path.relative(projectRoot, python)).toMatch(/^\.emulator\/venv-[0-9a-f]{12}\/bin\/python$/);
    const { stdout } = await execa(python, ["-c", "import sys; print(sys.prefix != sys.base_prefix)"]);
    expect(stdout).toBe("True");
  });

  test("installs nothing that is not pinned by hash", async () => {
    const lines = (await readFile(path.join(emulatorFolder, "requirements.txt"), "utf8")).split("\n");
    const requirements = lines.filter((line) => /^[a-z]/i.test(line));
    const unpinned = requirements.filter((line) => !/^[\w.-]+==[\w.]+( ; .*)? \\$/.test(line));
    const unhashed = requirements.filter((line) => !lines[lines.indexOf(line) + 1]?.includes("--hash=sha256:"));
    expect(requirements.length).toBeGreaterThan(10);
    expect([...unpinned, ...unhashed]).toEqual([]);
  });

  test("runs the version of MiniStack that it installs, and no other", async () => {
    const launcher = await readFile(path.join(emulatorFolder, "launcher.py"), "utf8");
    const version = /MINISTACK_VERSION = "(.*)"/.exec(launcher)?.[1];
    expect(await readFile(path.join(emulatorFolder, "requirements.txt"), "utf8")).toContain(
      `\nministack==${version} \\`,
    );

    const folder = await mkdtemp(path.join(tmpdir(), "other-version-"));
    try {
      await mkdir(path.join(folder, "ministack-9.9.9.dist-info"));
      await writeFile(
        path.join(folder, "ministack-9.9.9.dist-info", "METADATA"),
        "Metadata-Version: 2.1\nName: ministack\nVersion: 9.9.9\n",
      );
      const started = await execa(
        await installEmulator(),
        [path.join(emulatorFolder, "launcher.py"), "--folder", folder],
        { env: { PYTHONPATH: folder }, reject: false },
      );
      expect(started.stderr).toBe(`ministack ${version} is needed, found 9.9.9: the patches support no other version`);
      expect(started.exitCode).toBe(1);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
