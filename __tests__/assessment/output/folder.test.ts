import { mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { refuseOtherContent, writeFolder } from "../../../assessment/output/folder";

const manifestOf = (...names: string[]) => JSON.stringify({ files: names.map((name) => ({ path: name })) });
const evidence = (content: string) =>
  new Map([
    ["stacks/dev/cdk.tf", content],
    ["manifest.json", manifestOf("stacks/dev/cdk.tf")],
  ]);

let parent: string;
let folder: string;

beforeEach(async () => {
  parent = await mkdtemp(path.join(tmpdir(), "folder-"));
  folder = path.join(parent, "audit", "evidence");
});

test("a folder is written, and replaced as a whole by the next one", async () => {
  await writeFolder(
    folder,
    new Map([...evidence("a"), ["old.txt", ""], ["manifest.json", manifestOf("stacks/dev/cdk.tf", "old.txt")]]),
  );
  await writeFolder(folder, evidence("b"));
  expect(await readFile(path.join(folder, "stacks", "dev", "cdk.tf"), "utf8")).toBe("b");
  expect(await readdir(folder)).toEqual(["manifest.json", "stacks"]);
  expect(await readdir(path.dirname(folder))).toEqual(["evidence"]);
});

test("an empty folder is used", async () => {
  await mkdir(folder, { recursive: true });
  await writeFolder(folder, evidence("a"));
  expect(await readdir(folder)).toEqual(["manifest.json", "stacks"]);
});

test("a folder of other files is refused, and stays as it is", async () => {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "notes.txt"), "mine");
  await expect(writeFolder(folder, evidence("a"))).rejects.toThrow(
    "notes.txt is not a file that npm run evidence wrote",
  );
  expect(await readdir(folder)).toEqual(["notes.txt"]);
});

test("a file that was changed by hand is not lost", async () => {
  const files = [{ path: "controls.csv", sha256: "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb" }];
  const written = new Map([
    ["controls.csv", "a"],
    ["manifest.json", JSON.stringify({ files })],
  ]);
  await writeFolder(folder, written);
  await writeFolder(folder, written);
  await writeFile(path.join(folder, "controls.csv"), "a, annotated");
  await expect(writeFolder(folder, written)).rejects.toThrow(
    `${folder} cannot be replaced: controls.csv has changed since npm run evidence wrote it`,
  );
  expect(await readFile(path.join(folder, "controls.csv"), "utf8")).toBe("a, annotated");
});

test("a state that Terraform wrote beside the HCL is not lost", async () => {
  await writeFolder(folder, evidence("a"));
  await writeFile(path.join(folder, "stacks", "dev", "terraform.tfstate"), "state");
  await expect(writeFolder(folder, evidence("b"))).rejects.toThrow("stacks/dev/terraform.tfstate");
  expect(await readFile(path.join(folder, "stacks", "dev", "cdk.tf"), "utf8")).toBe("a");
});

test.each([
  ["a file", (file: string) => writeFile(file, "mine"), "it is a file"],
  ["a symbolic link", (file: string) => symlink(parent, file), "it is a symbolic link"],
])("%s in place of the folder is refused", async (_, create, reason) => {
  await mkdir(path.dirname(folder), { recursive: true });
  await create(folder);
  await expect(writeFolder(folder, evidence("a"))).rejects.toThrow(`${folder} cannot be written: ${reason}`);
});

test("a file in place of a folder around it is refused before there is evidence", async () => {
  await writeFile(path.dirname(folder), "mine");
  await expect(refuseOtherContent(path.join(folder, "2026"))).rejects.toThrow(
    `${path.dirname(folder)} is not a folder`,
  );
});

test("what the file system refuses is told with the folder and what to do", async () => {
  const long = path.join(parent, "a".repeat(300));
  await expect(writeFolder(long, evidence("a"))).rejects.toMatchObject({
    message: expect.stringContaining(
      `${long} cannot be written: no folder can be created in ${parent} (ENAMETOOLONG: name too long)`,
    ) as string,
    nextStep: "choose another folder with --output",
  });
});

test.each([
  [
    "/proc/self/audit/evidence",
    /^\/proc\/self\/audit\/evidence cannot be written: no folder can be created in \S+ \(E/,
  ],
  ["/dev/null/evidence", /^\/dev\/null\/evidence cannot be written: \/dev\/null is not a folder$/],
])("%s is refused before there is evidence", async (place, message) => {
  await expect(refuseOtherContent(place)).rejects.toMatchObject({
    message: expect.stringMatching(message) as string,
    nextStep: "choose another folder with --output",
  });
});

test("a folder behind a link that leads nowhere is refused", async () => {
  await symlink(path.join(parent, "nowhere"), path.dirname(folder));
  await expect(refuseOtherContent(folder)).rejects.toThrow(`${path.dirname(folder)} is not a folder`);
});

test("a check creates nothing", async () => {
  await refuseOtherContent(folder);
  expect(await readdir(parent)).toEqual([]);
});
