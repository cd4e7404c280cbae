import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { exampleProject } from "./support/example-project";

/** What a synthesis costs, in numbers that do not depend on the machine. */
interface Cost {
  /** Paths of the loaded modules. */
  readonly modules: readonly string[];

  /** Constructs of each stack. */
  readonly constructs: Readonly<Record<string, number>>;

  /** Tokens that CDKTF resolves. */
  readonly resolved: number;
}

/** Runs the app with the example settings, and counts. */
async function costOf(): Promise<Cost> {
  const program = `
    const { Intrinsic } = require("cdktf/lib/tokens/private/intrinsic");
    const { DefaultTokenResolver, App } = require("cdktf");
    let resolved = 0;
    const { resolveToken } = DefaultTokenResolver.prototype;
    DefaultTokenResolver.prototype.resolveToken = function (...args) {
      resolved++;
      return resolveToken.apply(this, args);
    };
    const { synth } = App.prototype;
    App.prototype.synth = function () {
      synth.call(this);
      const constructs = Object.fromEntries(
        this.node.children.map(({ node }) => [node.id, node.findAll().length]));
      console.log(JSON.stringify({ modules: Object.keys(require.cache), constructs, resolved }));
    };
    require("./main");`;
  const { stdout } = await execa(process.execPath, ["--require", "./src/start.cjs", "--eval", program], {
    cwd: exampleProject(),
    env: { CDKTF_OUTDIR: mkdtempSync(path.join(tmpdir(), "cost-")) },
  });
  return JSON.parse(stdout) as Cost;
}

describe("a synthesis of the example settings", () => {
  let cost: Cost;

  beforeAll(async () => {
    cost = await costOf();
  });

  test("loads no more modules than it needs, with a margin of a tenth", () => {
    expect(cost.modules.length).toBeGreaterThan(430);
    expect(cost.modules.length).toBeLessThan(545);
  });

  test("loads the bindings of single resources, and not their root", () => {
    const bindings = cost.modules.filter((file) => file.includes("/@cdktf/provider-aws/"));
    expect(bindings.length).toBeGreaterThan(50);
    expect(bindings.length).toBeLessThan(80);
    expect(bindings.filter((file) => !/\/provider-aws\/lib\/[^/]+\/index\.js$/.test(file))).toEqual([]);
  });

  test("loads no package of the commands", () => {
    expect(cost.modules.filter((file) => /node_modules\/(@aws-sdk|execa|listr2|commander)\//.test(file))).toEqual([]);
  });

  test("loads no library for zip files, which CDKTF uses in a process of its own", () => {
    expect(cost.modules.filter((file) => file.includes("node_modules/archiver"))).toEqual([]);
  });

  test("loads the messages of zod in English alone", () => {
    const languages = cost.modules.filter((file) => file.includes("node_modules/zod/v4/locales/"));
    expect(languages.map((file) => path.basename(file))).toEqual(["en.cjs"]);
  });

  test("creates no more constructs per stack than today, with a margin of a tenth", () => {
    const { bootstrap = NaN, dev = NaN, prod = NaN } = cost.constructs;
    expect(bootstrap).toBeLessThan(225);
    expect(dev).toBeLessThan(180);
    expect(prod).toBeLessThan(220);
  });

  test("resolves no more tokens than today, of all three stacks, with a margin of a tenth", () => {
    expect(cost.resolved).toBeGreaterThan(500);
    expect(cost.resolved).toBeLessThan(1630);
  });
});
