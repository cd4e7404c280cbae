import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { type App, Manifest } from "cdktf";
import { localStates } from "./local-states";

/** A state is in a folder that is about to be removed. */
export class LeftoverStateError extends Error {
  override readonly name = "LeftoverStateError";
}

/**
 * Refuses to synthesize where the folder of a stack that is gone from the settings holds a state: the CDKTF CLI removes
 * such folders after each synthesis, with all that is in them, so that nothing of them reaches Terraform.
 *
 * @throws LeftoverStateError that names each file
 * @see https://github.com/hashicorp/terraform-cdk/blob/v0.21.0/packages/@cdktf/cli-core/src/lib/synth-stack.ts `orphanedDirectories`
 */
export function refuseLeftoverStates(app: App): void {
  const folder = path.join(app.outdir, Manifest.stacksFolder);
  const stacks = new Set(app.node.children.map(({ node }) => node.id));
  const leftover = (existsSync(folder) ? readdirSync(folder) : []).filter((name) => !stacks.has(name));
  const states = leftover.flatMap((name) => localStates(path.join(folder, name)));
  if (states.length === 0) return;
  throw new LeftoverStateError(
    `${states.join(", ")}: the stack is gone from the settings, and CDKTF would remove its folder with this state; ` +
      "put the stack back into the settings, or move the file out of the folder",
  );
}
