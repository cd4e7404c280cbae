import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { nodeFault } from "../../src/target/versions";
import { createExampleProject } from "./example-project";
import { refuseJestOptionsTakenByNpm } from "./jest-options";

/**
 * Collects all temporary files of the tests in one folder, since CDKTF leaves a folder of its own for each app. Its
 * name is short, since the path of a socket below it can have at most a hundred characters.
 */
export default async function setUp(): Promise<void> {
  refuseUnsupportedNode();
  await refuseJestOptionsTakenByNpm();
  process.env.TMPDIR = await mkdtemp(path.join(tmpdir(), "eks-"));
  process.env.EXAMPLE_PROJECT = path.join(process.env.TMPDIR, "project");
  await createExampleProject(process.env.EXAMPLE_PROJECT);
}

function refuseUnsupportedNode(): void {
  const fault = nodeFault(process.versions.node);
  if (fault === undefined) return;
  console.error(`error: ${fault}`);
  process.exit(1);
}
