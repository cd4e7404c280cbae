import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "../src/commands/cli/project";

const pages = ["README.md", "CONTRIBUTING.md", ...markdownIn("docs"), ...markdownIn("bench")];

function markdownIn(folder: string): string[] {
  return readdirSync(path.join(projectRoot, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => path.join(folder, name));
}

/**
 * Whether a page may name a file. The names of environments are the operator's to choose, so that pages name those of the
 * example settings.
 */
function isFile(file: string): boolean {
  const place = file.replace(/^environments\//, "__tests__/support/example/");
  return existsSync(path.join(projectRoot, place));
}

function read(page: string): string {
  return readFileSync(path.join(projectRoot, page), "utf8");
}

const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };

describe.each(pages)("%s", (page) => {
  test("links to pages that exist", () => {
    const links = [...read(page).matchAll(/\]\((?!https?:|#)([^)#]+)(#[^)]*)?\)/g)].map(([, link = ""]) => link);
    const dead = links.filter((link) => !isFile(path.join(path.dirname(page), link)));
    expect(dead).toEqual([]);
  });

  test("names only npm scripts that exist", () => {
    const named = [...read(page).matchAll(/npm run ([a-z-]+)/g)].map(([, script = ""]) => script);
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });

  test("names only files of this repository that exist", () => {
    const named = [
      ...read(page).matchAll(/`((?:src|environments|emulator|__tests__|bench|docs|scan|reference)\/[\w./-]*)`/g),
    ];
    const missing = named.map(([, file = ""]) => file).filter((file) => !isFile(file));
    expect(missing).toEqual([]);
  });
});

test("the runbook names the file of each rehearsal", () => {
  const named = [...read("docs/runbook/README.md").matchAll(/`([\w-]+\.test\.ts)`/g)].map(([, file = ""]) => file);
  expect(named.length).toBeGreaterThan(8);
  expect(named.filter((file) => !existsSync(path.join(projectRoot, "__tests__/end-to-end", file)))).toEqual([]);
});

test("every page of the runbook is listed in its index", () => {
  const index = read("docs/runbook/README.md");
  const unlisted = markdownIn("docs/runbook").filter(
    (page) => !index.includes(path.basename(page)) && !page.endsWith("README.md"),
  );
  expect(unlisted).toEqual([]);
});
