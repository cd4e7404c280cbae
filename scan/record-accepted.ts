import { writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { App } from "cdktf";
import { acceptedBlocks } from "./acceptance";
import { acceptedFindings } from "./accepted-findings";
import { acceptedFile } from "./findings";

// Runs the program that it is given, which synthesizes stacks, and lists beside them which findings are accepted: only as
// long as that program runs is it known what made a block. The program makes an app of CDKTF's own class, hence the change
// to that class.
// eslint-disable-next-line @typescript-eslint/unbound-method -- called with the app below
const { synth } = App.prototype;
App.prototype.synth = function (this: App) {
  synth.call(this);
  writeFileSync(path.join(this.outdir, acceptedFile), JSON.stringify(acceptedBlocks(this, acceptedFindings)));
};

const [program = ""] = process.argv.slice(2);
void import(pathToFileURL(program).href);
