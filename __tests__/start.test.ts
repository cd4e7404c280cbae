import { mkdirSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { projectRoot } from "../src/commands/cli/project";

interface Script {
  readonly url: string;
  readonly sourceMapURL: string;
}

/** The scripts that a debugger sees in a process which has loaded the app and what commands start programs with. */
async function scripts(): Promise<Script[]> {
  const program = `
    require("./src/app");
    require("execa");
    const session = new (require("node:inspector").Session)();
    session.connect();
    const found = [];
    session.on("Debugger.scriptParsed", ({ params: { url, sourceMapURL } }) => found.push({ url, sourceMapURL }));
    session.post("Debugger.enable");
    console.log(JSON.stringify(found));`;
  const args = ["--require", "./src/start.cjs", "--eval", program];
  const { stdout } = await execa(process.execPath, args, { cwd: projectRoot });
  return JSON.parse(stdout) as Script[];
}

describe("a program that src/start.cjs starts", () => {
  let loaded: Script[];

  beforeAll(async () => {
    loaded = await scripts();
  });

  test("tells a debugger the TypeScript of each of its modules, so that breakpoints are hit", () => {
    const file = path.join(projectRoot, "src", "app.ts");
    const [, encoded = ""] = loaded.find(({ url }) => url.endsWith(file))?.sourceMapURL.split("base64,") ?? [];
    const { sources } = JSON.parse(Buffer.from(encoded, "base64").toString()) as { sources: string[] };
    expect(sources.map((source) => path.resolve(path.dirname(file), source))).toEqual([file]);
  });

  test("runs CDKTF and its bindings without source maps", () => {
    const packages = loaded.filter(({ url }) => /node_modules\/(cdktf|@cdktf\/provider-aws)\//.test(url));
    expect(packages.length).toBeGreaterThan(100);
    expect(packages.filter(({ sourceMapURL }) => sourceMapURL !== "")).toEqual([]);
  });

  test("runs packages of ES modules as they are installed", () => {
    const packages = loaded.filter(({ url }) => url.includes("/node_modules/execa/"));
    expect(packages.length).toBeGreaterThan(50);
    expect(packages.filter(({ sourceMapURL }) => sourceMapURL !== "")).toEqual([]);
  });

  test("zips assets as CDKTF does, although it does not load the library for that", async () => {
    const zip = path.join(mkdtempSync(path.join(tmpdir(), "start-test-")), "asset.zip");
    const program = `require("cdktf/lib/private/fs").archiveSync("demo", ${JSON.stringify(zip)});`;
    await execa(process.execPath, ["--require", "./src/start.cjs", "--eval", program], { cwd: projectRoot });
    expect(readFileSync(zip).subarray(0, 4).toString()).toBe("PK\u0003\u0004");
  });

  test.each([
    ["a name that is not defined", "\nexport const environments = [staging];", ":2: staging is not defined"],
    ["a syntax error", 'export const a = {\n  name: "a"\n  account: "1",\n};', ':3: Expected "}" but found "account"'],
    ["a file that does not exist", 'export { dev } from "./dev";', ":1: Cannot find module './dev'"],
    ["another error", 'throw new Error("reason\\nmore");', ":1: reason"],
  ])("reports %s in the settings without a stack trace", async (_, code, expected) => {
    const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "start-test-")));
    mkdirSync(path.join(folder, "environments"));
    writeFileSync(path.join(folder, "environments", "index.ts"), code);
    const args = ["--require", path.join(projectRoot, "src", "start.cjs"), "--eval", 'require("./environments")'];
    const { stderr, exitCode } = await execa(process.execPath, args, { cwd: folder, reject: false });
    expect(stderr).toBe(
      `error: environments/index.ts${expected}\n\nnext: fix the settings in environments/, then run npm run typecheck`,
    );
    expect(exitCode).toBe(1);
  });
});
