import { writeFileSync } from "node:fs";
import path from "node:path";
import { App } from "cdktf";
import { acceptedBlocks } from "./acceptance";
import { acceptedFindings } from "./accepted-findings";
import { acceptedFile } from "./findings";

// Runs a program that synthesizes stacks, and writes the accepted findings beside them: which construct created a block
// is known only while the program runs. The program creates an app of CDKTF's own class, so that class is patched.
// eslint-disable-next-line @typescript-eslint/unbound-method -- called with the app below
const { synth } = App.prototype;
App.prototype.synth = function (this: App) {
  synth.call(this);
  writeFileSync(path.join(this.outdir, acceptedFile), JSON.stringify(acceptedBlocks(this, acceptedFindings)));
};

const [program = ""] = process.argv.slice(2);
// TypeScript is loaded by `require` alone.
// eslint-disable-next-line @typescript-eslint/no-require-imports
require(path.resolve(program));
