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

test("a setting of the organization has the line on which it is written, or else that of its default", async () => {
  await mkdir(path.join(root, "src"));
  await writeFile(
    path.join(root, "src", "organization.ts"),
    'export const schema = {\n  stateBucketPrefix: text,\n  audit: group({}),\n  stateKeyAlias: text("alias/a"),\n};\n',
  );
  await write("index.ts", 'import "./organization";\nexport {};\n');
  await write(
    "organization.ts",
    'import "../src/organization";\n\nexport const organization = {\n  stateBucketPrefix: "a",\n  audit: {},\n};\n',
  );
  const lines = settingsSources(root, { organization: { stateBucketPrefix: "a", audit: {} }, environments: [] });
  const of = (key: string) => lines({ owner: "organization", keys: [key], path: `organization.${key}` });
  expect(of("audit")).toEqual({ file: "environments/organization.ts", line: 5 });
  expect(of("stateKeyAlias")).toEqual({ file: "src/organization.ts", line: 4 });
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
