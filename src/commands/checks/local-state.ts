import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { Manifest } from "cdktf";
import { z } from "zod";
import { earlierBackend, earlierRecordFile } from "../../cdktf/backend-record";
import { howToKeep, unmovedState } from "../../cdktf/current-initialization";
import { CommandError } from "../cli/command-error";
import { stackFolder, stateClient } from "../remote-state/backend";
import { readStateObject, stateUrl } from "../remote-state/state-object";
import { describeState, resourceIds } from "../remote-state/terraform-state";
import { creatorOf } from "./created-by";
import type { Invocation, Preflight } from "./subject";

const manifestSchema = z.looseObject({ stacks: z.record(z.string(), z.unknown()) });

type Synthesis = Pick<Invocation, "stack" | "skipSynth" | "outdir">;
type StackFolder = Pick<Preflight, "stack" | "folder">;

/**
 * Refuses to use a stack as it was last synthesized if it never was, or if the last synthesis left it out: a command for
 * another stack then has newer settings.
 *
 * @throws CommandError that names the folder
 */
export function checkSynthesized({ stack, skipSynth, outdir }: Synthesis): void {
  if (
    !skipSynth ||
    (lastSynthesized(outdir).includes(stack) && existsSync(path.join(stackFolder(outdir, stack), "cdk.tf.json")))
  )
    return;
  throw new CommandError(
    `${stack} is not in the last synthesis to ${outdir}`,
    "run the command without --skip-synth, or npx cdktf synth before",
  );
}

function lastSynthesized(outdir: string): string[] {
  const file = path.join(outdir, Manifest.fileName);
  if (!existsSync(file)) return [];
  return Object.keys(manifestSchema.parse(JSON.parse(readFileSync(file, "utf8"))).stacks);
}

/**
 * Refuses to continue without the changes of an earlier apply: if it could not save the state, Terraform left it in
 * this file, and the state in S3 lacks the changes.
 *
 * @throws CommandError with the commands that save it
 */
export function checkUnsavedState({ stack, folder }: StackFolder): void {
  if (!existsSync(unsavedState(folder))) return;
  throw new CommandError(
    `an earlier apply of ${stack} could not save its state: ${unsavedState(folder)} has changes that the state in S3 lacks`,
    howToSave(stack, folder),
    { runbook: "docs/runbook/state-not-saved.md" },
  );
}

/**
 * Refuses to ignore the state of a local backend: each deploy reinitializes Terraform, which would start over.
 *
 * @throws CommandError with the command that moves it
 */
export function checkUnmovedState({ stack, folder }: StackFolder): void {
  const state = unmovedState(folder);
  if (state === undefined) return;
  throw new CommandError(`${state} contains a state of ${stack} that is not in S3`, howToKeep(stack, state));
}

/**
 * Refuses to start over at an address of the state that is new in the settings: without its state there, a stack that
 * is deployed would be created a second time.
 *
 * @throws CommandError that names both addresses
 */
export async function checkEarlierBackend({ stack, folder, backend, client }: Preflight): Promise<void> {
  const { bucket, key, region } = earlierBackend(folder, stateUrl(backend)) ?? {};
  if (typeof bucket !== "string" || typeof key !== "string" || typeof region !== "string") return;
  const earlier = { ...backend, bucket, key, region };
  const [now, before] = await Promise.all([
    readStateObject(client, backend),
    readStateObject(stateClient(earlier), earlier),
  ]);
  if (now !== undefined || before === undefined || resourceIds(before.state).size === 0) return;
  throw new CommandError(
    `the state of ${stack} is ${stateUrl(earlier)}, ${describeState(before.state)}, and the settings name ${stateUrl(backend)}, where there is none`,
    [
      `restore the settings, or create the new bucket by ${await creatorOf(stack)} and copy that object to ${stateUrl(backend)};`,
      `to deploy ${stack} a second time on purpose, remove ${earlierRecordFile(folder)}`,
    ].join("\n      "),
  );
}

/** The file that Terraform writes when it cannot save the state after an apply. */
export function unsavedState(folder: string): string {
  return path.join(folder, "errored.tfstate");
}

/** What to do with that file, in commands. */
export function howToSave(stack: string, folder: string): string {
  return [
    "make S3 writable again, then:",
    `npm run state -- lock ${stack}    (if it is still locked: npm run state -- unlock ${stack} <id>)`,
    `terraform -chdir=${folder} state push errored.tfstate`,
    `rm ${unsavedState(folder)}`,
  ].join("\n      ");
}
