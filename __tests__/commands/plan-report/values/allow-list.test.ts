import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "../../../../src/commands/cli/project";
import { isListedType, isShown } from "../../../../src/commands/plan-report/values/allow-list";

/** The types of resources whose classes the constructs and stacks import. */
function createdTypes(): string[] {
  const folders = ["constructs", "stacks"].map((name) => path.join(projectRoot, "src", name));
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => path.join(folder, name)),
  );
  const sources = files.filter((file) => file.endsWith(".ts")).map((file) => readFileSync(file, "utf8"));
  const imported = sources.flatMap((source) => [
    ...source.matchAll(/provider-aws\/lib\/(?!data-aws-|provider")([\w-]+)/g),
  ]);
  return [...new Set(imported.map(([, name = ""]) => `aws_${name.replaceAll("-", "_")}`))];
}

test("every type of resource that the project creates is listed", () => {
  const types = createdTypes();
  expect(types.length).toBeGreaterThan(50);
  expect(types.filter((type) => !isListedType(type))).toEqual([]);
});

test("what is not listed is not shown", () => {
  expect(isShown("aws_launch_template", ["user_data"])).toBe(false);
  expect(isShown("aws_db_instance", ["tags", "Name"])).toBe(false);
});
