import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { settingsSources } from "../../../assessment/synthesis/settings-sources";
import type { JsonObject } from "../../../src/cdktf/terraform-json";

const account = "123456789012";
let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "settings-sources-"));
  await mkdir(path.join(root, "environments"));
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

async function write(file: string, text: string): Promise<void> {
  await writeFile(path.join(root, "environments", file), text);
}

function lineOf(setting: string, environment: JsonObject): string | undefined {
  const [owner = "", ...keys] = setting.split(".");
  const found = settingsSources(root, { organization: {}, environments: [environment] })({
    owner,
    keys,
    path: setting,
  });
  return found && `${found.file}:${found.line}`;
}

const dev = `export const dev = {
  name: "dev",
  account: "${account}",
  network: {
    cidr: "10.0.0.0/16",
  },
};
`;

test("a setting has the line on which it is written, or that of the setting around it", async () => {
  await write("index.ts", 'import { dev } from "./dev";\nexport const environments = [dev];\n');
  await write("dev.ts", dev);
  const settings = { name: "dev", account, network: { cidr: "10.0.0.0/16", natGateways: "single" } };
  expect(lineOf("dev.network.cidr", settings)).toBe("environments/dev.ts:5");
  expect(lineOf("dev.network.natGateways", settings)).toBe("environments/dev.ts:4");
  expect(lineOf("dev.tags", settings)).toBeUndefined();
});

test("a value that the program replaces has no line", async () => {
  await write(
    "index.ts",
    'import { dev } from "./dev";\nexport const environments = [{ ...dev, network: JSON.parse("{}") }];\n',
  );
  await write("dev.ts", dev);
  expect(lineOf("dev.network.cidr", { name: "dev", account, network: { cidr: "10.1.0.0/16" } })).toBeUndefined();
});

test("a file that the program does not read has no line", async () => {
  await write("index.ts", "export const environments = [];\n");
  await write("dev.ts", dev);
  expect(lineOf("dev.network.cidr", { name: "dev", account, network: { cidr: "10.0.0.0/16" } })).toBeUndefined();
});

test("a schema of the organization's settings is none of them", async () => {
  await mkdir(path.join(root, "src"));
  await writeFile(
    path.join(root, "src", "organization.ts"),
    "export const schema = { stateBucketPrefix: text(), audit: audits.prefault({}) };\n",
  );
  await write(
    "index.ts",
    'import type { Settings } from "../src/organization";\nexport const organization: Settings = {\n  stateBucketPrefix: "s",\n  bootstrap: {},\n};\n',
  );
  const found = settingsSources(root, { organization: { stateBucketPrefix: "s", bootstrap: {} }, environments: [] });
  const lineIn = (key: string) => found({ owner: "organization", keys: [key], path: `organization.${key}` });
  expect(lineIn("bootstrap")).toEqual({ file: "environments/index.ts", line: 4 });
  expect(lineIn("audit")).toBeUndefined();
});
