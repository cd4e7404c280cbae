import { App, Lazy, TerraformOutput, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { environments, organization } from "./example";
import { buildApp } from "../../src/app";

/** An app with an error of its author, in the place that the first argument names. */

class Broken extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    throw new Error("broken construct"); // thrown in a constructor
  }
}

function callBroken(scope: Construct): void {
  new Broken(scope, "broken"); // constructed
}

function fail(): never {
  throw new Error("broken function"); // thrown in a function
}

function unresolvable(): string {
  return Lazy.stringValue({ produce: fail }); // token created
}

const app = new App();
buildApp(app, organization, environments);
const place = process.argv[2];
if (place === "constructor") callBroken(app);
if (place === "function") fail();
new TerraformOutput(new TerraformStack(app, "broken"), "broken", { value: unresolvable() }); // token requested
app.synth();
