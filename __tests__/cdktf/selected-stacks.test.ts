import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { App } from "cdktf";
import { buildApp, buildStacks } from "../../src/app";
import { selectionOf } from "../../src/cdktf/selected-stacks";
import { SettingsError } from "../../src/settings/validate";
import { dev, environments, organization, prod } from "../support/example";

let outdir: string;

beforeEach(() => {
  outdir = mkdtempSync(path.join(tmpdir(), "selected-stacks-"));
});

afterEach(() => {
  rmSync(outdir, { recursive: true });
});

function synthesize(context?: Readonly<Record<string, unknown>>): void {
  const app = new App({ outdir, context });
  buildApp(app, organization, environments);
  app.synth();
}

const configuration = (stack: string) => readFileSync(path.join(outdir, "stacks", stack, "cdk.tf.json"), "utf8");

test.each(["bootstrap", "dev"])("only %s is synthesized if it is selected, as it is with all others", (stack) => {
  synthesize();
  const before = configuration(stack);
  rmSync(path.join(outdir, "stacks"), { recursive: true });
  synthesize(selectionOf([stack]));
  expect(configuration(stack)).toBe(before);
  expect(readdirSync(path.join(outdir, "stacks"))).toEqual([stack]);
});

test("the last synthesis lists only the selected stacks, and changes nothing in the folders of others", () => {
  synthesize();
  const state = path.join(outdir, "stacks", "prod", "errored.tfstate");
  writeFileSync(state, JSON.stringify({ resources: [{ type: "aws_vpc" }] }));
  mkdirSync(path.join(outdir, "stacks", "old"));
  const before = readdirSync(path.join(outdir, "stacks"), { recursive: true });
  synthesize(selectionOf(["dev"]));
  const manifest = JSON.parse(readFileSync(path.join(outdir, "manifest.json"), "utf8")) as { stacks: object };
  expect(Object.keys(manifest.stacks)).toEqual(["dev"]);
  expect(readdirSync(path.join(outdir, "stacks"), { recursive: true })).toEqual(before);
});

test("the settings of the others are validated all the same", () => {
  const app = new App({ outdir, context: selectionOf(["dev"]) });
  const invalid = { ...prod, network: { ...prod.network, cidr: "10.20.0.1/16" } };
  expect(() => {
    buildStacks(app, organization, [dev, invalid]);
  }).toThrow(SettingsError);
});
