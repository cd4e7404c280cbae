import { readFileSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "../src/commands/cli/project";
import { supportedNode, versions } from "../src/target/versions";
import { satisfies } from "../src/target/version-range";

const read = (file: string) => readFileSync(path.join(projectRoot, file), "utf8");
const node = read(".nvmrc").trim();
const terraform = read(".terraform-version").trim();
const devcontainer = JSON.parse(read(".devcontainer/devcontainer.json")) as {
  image: string;
  features: Record<string, { version: string }>;
  postCreateCommand: string;
};
const { engines, license } = JSON.parse(read("package.json")) as { engines: { node: string }; license: string };

describe("the versions of the tools", () => {
  test("are a Node that is supported, and what package.json asks for", () => {
    expect(supportedNode.map((line) => line.replace(/^~> (\d+)\..*$/, "$1"))).toContain(node);
    expect(read(".npmrc").split("\n")).toContain("engine-strict=true");
    expect(engines.node).toBe(supportedNode.map((line) => line.replace(/^~> (.*)$/, "^$1.0")).join(" || "));
  });

  test("are a Terraform that every stack accepts", () => {
    expect(satisfies(terraform, versions.terraform)).toBe(true);
  });

  test("are the same in the development container, which pins what it is made of and installs the packages", () => {
    expect(devcontainer.image).toMatch(new RegExp(`:\\d+\\.\\d+\\.\\d+-${node}-`));
    const features = Object.entries(devcontainer.features).map(([name, { version }]) => {
      return [name.replace(/^.*\/(.*):\d+\.\d+\.\d+$/, "$1"), version];
    });
    expect(Object.fromEntries(features)).toEqual({ terraform, python: "os-provided" });
    expect(devcontainer.postCreateCommand).toBe("npm ci");
  });
});

test("the license in package.json is the one in LICENSE", () => {
  expect(license).toBe("Apache-2.0");
  expect(read("LICENSE")).toMatch(/^\s+Apache License\n\s+Version 2\.0, January 2004\n/);
});

test("editors format as Prettier does", () => {
  const { printWidth } = JSON.parse(read(".prettierrc.json")) as { printWidth: number };
  expect(read(".editorconfig")).toContain(`max_line_length = ${printWidth}\n`);
});
