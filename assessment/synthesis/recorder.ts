import { writeFileSync } from "node:fs";
import path from "node:path";
import { App } from "cdktf";
import { resolvedSettings } from "./app-settings";
import { recordFile } from "./record";
import { recordCreations } from "./creations";

// Runs a program that creates one app and synthesizes it, as `main.ts` does, and writes beside the stacks what only the
// running program knows: the validated settings, and what created each block.
const [program = ""] = process.argv.slice(2);
const root = path.dirname(path.resolve(program));
const creations = recordCreations(root);

// The program creates an app of CDKTF's own class, so that class is patched.
// eslint-disable-next-line @typescript-eslint/unbound-method -- called with the app below
const { synth } = App.prototype;
App.prototype.synth = function (this: App) {
  synth.call(this);
  const record = { settings: resolvedSettings(root, this), provenance: creations.of(this) };
  writeFileSync(path.join(this.outdir, recordFile), JSON.stringify(record));
};

// TypeScript is loaded by `require` alone.
// eslint-disable-next-line @typescript-eslint/no-require-imports
require(path.resolve(program));
