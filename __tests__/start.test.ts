import { mkdtempSync, readFileSync } from "node:fs";
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
});
