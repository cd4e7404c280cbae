import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "../src/commands/cli/project";

/** Tests of several parts at once, and of what only tests use. */
const elsewhere = /^(end-to-end|support)\//;

function sourceExists(test: string): boolean {
  const [name = ""] = path.basename(test).split(".");
  const folder = path.dirname(test);
  const files = ["", ".ts", ".tsx", ".cjs", ".md", ".json"].map((end) => `${name}${end}`);
  return ["src", "."].some((root) =>
    [...files, `${name}.py`].some((file) => existsSync(path.join(projectRoot, root, folder, file))),
  );
}

test("each test is at the path of the source that it tests, with the aspect in its name if there are several", () => {
  const tests = readdirSync(__dirname, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".test.ts"),
  );
  expect(tests.length).toBeGreaterThan(100);
  expect(tests.filter((file) => !elsewhere.test(file) && !sourceExists(file))).toEqual([]);
});
