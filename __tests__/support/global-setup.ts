import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { nodeFault } from "../../src/stacks/versions";
import { createExampleProject } from "./example-project";
import { refuseJestOptionsTakenByNpm } from "./jest-options";

/**
 * Puts all that tests write for a while into one folder, since CDKTF leaves one of its own behind for each app. Its name is
 * short, since the path of a socket below it may not have more than a hundred characters.
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
