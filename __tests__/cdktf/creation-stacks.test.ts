import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { projectRoot } from "../../src/commands/cli/project";

const program = path.join(__dirname, "..", "support", "failing-app.ts");
const lines = readFileSync(program, "utf8").split("\n");

/** Position of a line of the program in a stack trace. */
function at(comment: string): string {
  const line = lines.findIndex((text) => text.endsWith(`// ${comment}`)) + 1;
  if (line === 0) throw new Error(`${program} has no line "${comment}"`);
  return `${program}:${line}:`;
}

/** What the program prints when it fails there. */
async function failure(place: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const CDKTF_OUTDIR = mkdtempSync(path.join(tmpdir(), "failing-app-"));
  const { exitCode, stderr } = await execa(process.execPath, ["--require", "./src/start.cjs", program, place], {
    cwd: projectRoot,
    env: { ...env, CDKTF_OUTDIR },
    reject: false,
  });
  expect(exitCode).toBe(1);
  return stderr;
}

describe.each([{}, { TOKEN_STACK_TRACES: "1" }])("with %j", (env) => {
  test("the stack trace of an error in a function of the app has every call, in TypeScript", async () => {
    const trace = (await failure("function", env)).split("Error: broken function\n")[1] ?? "";
    const [thrown, called] = trace.split("\n");
    expect(thrown).toContain(`at fail (${at("thrown in a function")}`);
    expect(called).toContain(program);
    expect(trace).toContain("node:internal/modules");
  });

  test("so does that of an error in a constructor", async () => {
    const trace = (await failure("constructor", env)).split("Error: broken construct\n")[1] ?? "";
    const [thrown, constructed, called] = trace.split("\n");
    expect(thrown).toContain(`at new Broken (${at("thrown in a constructor")}`);
    expect(constructed).toContain(`at callBroken (${at("constructed")}`);
    expect(called).toContain(program);
    expect(trace).toContain("node:internal/modules");
  });
});

test("the error of a token says which variable shows where the token was created", async () => {
  const output = await failure("token");
  expect(output).toContain("Resolution error: broken function");
  expect(output).toContain("at an unrecorded place: set TOKEN_STACK_TRACES=1 and synthesize again");
  expect(output).not.toContain(at("token created"));
});

test("with that variable the error names where the token was created and what called that", async () => {
  const [, trace = ""] = (await failure("token", { TOKEN_STACK_TRACES: "1" })).split("Object creation stack:");
  expect(trace).toContain(at("token created"));
  expect(trace).toContain(at("token requested"));
});
