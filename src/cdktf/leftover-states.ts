import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { type App, Manifest } from "cdktf";
import { localStates } from "./local-states";
import { someOf } from "../options/some-of";

/** A folder that is about to be removed contains a state. */
export class LeftoverStateError extends Error {
  override readonly name = "LeftoverStateError";
}

/**
 * Refuses to synthesize if the folder of a stack that is no longer in the settings contains a state: the CDKTF CLI
 * removes such folders, with everything in them, after each synthesis, so that nothing in them reaches Terraform.
 *
 * @throws LeftoverStateError that names the first of these files
 * @see https://github.com/hashicorp/terraform-cdk/blob/v0.21.0/packages/@cdktf/cli-core/src/lib/synth-stack.ts `orphanedDirectories`
 */
export function refuseLeftoverStates(app: App): void {
  const folder = path.join(app.outdir, Manifest.stacksFolder);
  const stacks = new Set(app.node.children.map(({ node }) => node.id));
  const leftover = (existsSync(folder) ? readdirSync(folder) : []).filter((name) => !stacks.has(name));
  const states = leftover.flatMap((name) => localStates(path.join(folder, name)));
  if (states.length === 0) return;
  throw new LeftoverStateError(
    `${someOf(states)}: the stack is no longer in the settings, and CDKTF would remove its folder with this state; ` +
      "restore the stack in the settings, or move the file out of the folder",
  );
}
