import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import type { S3Client } from "@aws-sdk/client-s3";
import { checkCaller } from "../checks/account";
import { checkRemovedBuckets } from "../checks/held-buckets/held-buckets";
import { checkLockOut } from "../checks/lock-out";
import { runCdktf } from "../terraform/processes";
import { loadSettings } from "../cli/settings";
import {
  forgetBackend,
  readS3Backend,
  stackFolder,
  stateClient,
  type S3BackendArguments,
} from "../remote-state/backend";
import { declaredState } from "../remote-state/declared-state";
import { readLocalState } from "../remote-state/local-state";
import { moveStateToS3 } from "../remote-state/move-state";
import { checkDeletedState } from "../checks/deleted-state";
import { bucketExists, readStateObject, type StateObject, stateUrl } from "../remote-state/state-object";
import { describeState, resourceIds, type TerraformState } from "../remote-state/terraform-state";
import { findAdoptions, writeImportBlocks } from "./adopt";

export interface BootstrapOptions {
  /** Folder that CDKTF synthesizes into. */
  readonly outdir: string;
  /** Where the stack's state is stored until its bucket exists. */
  readonly localStateFile: string;
  /** Receives a line for each step. */
  readonly report: (line: string) => void;
  /** Receives the output of CDKTF and Terraform, line by line. */
  readonly onOutput: (line: string) => void;
}

interface Situation {
  readonly backend: S3BackendArguments;
  readonly client: S3Client;
  readonly localState: TerraformState | undefined;
}

/**
 * Creates the state buckets and the KMS key, and moves its own state into one of those buckets.
 *
 * Each step checks what exists before it acts, so a run that was killed at any point is completed by running it again,
 * from the same checkout or a new one. If the account is already bootstrapped, nothing is changed.
 *
 * @throws CommandError when two different states claim the same resources, the state object was deleted from S3, or a
 * bucket that an earlier run created is no longer in the settings and contains object versions
 */
export async function bootstrap(options: BootstrapOptions): Promise<void> {
  options.report("1/4 checking the caller, the state bucket and an earlier state");
  const settings = loadSettings();
  const caller = await checkCaller(declaredState(settings, "bootstrap"));
  await run(["synth"], options);
  const backend = await readS3Backend(options.outdir, "bootstrap");
  const localState = await readLocalState(options.localStateFile);
  const situation = { backend, client: stateClient(backend), localState };
  const current = await readState(situation);
  if (current && !localState) {
    options.report(`already bootstrapped: ${stateUrl(backend)} contains the state (${describeState(current.state)})`);
    options.report("nothing was changed; npx cdktf diff bootstrap shows whether the code has changed since");
    return;
  }
  if (current) {
    options.report(`2/4 skipped: ${stateUrl(backend)} already contains a state`);
  } else {
    await checkDeletedState({ ...situation, stack: "bootstrap" });
    await checkLockOut(settings, caller);
    await checkRemovedBuckets(localState, stackFolder(options.outdir, "bootstrap"));
    await deployOnLocalState(situation, options);
  }
  await moveState(situation, options);
}

/** Checks the bucket first, since S3 only denies access to an object in a bucket of another account. */
async function readState({ client, backend }: Situation): Promise<StateObject | undefined> {
  return (await bucketExists(client, backend)) ? readStateObject(client, backend) : undefined;
}

async function deployOnLocalState({ localState }: Situation, options: BootstrapOptions): Promise<void> {
  options.report(
    localState
      ? `2/4 resuming an earlier run from ${options.localStateFile}`
      : `2/4 deploying with local state in ${options.localStateFile}`,
  );
  const folder = stackFolder(options.outdir, "bootstrap");
  const importBlocks = path.join(folder, "adopted.tf.json");
  await forgetBackend(folder);
  await mkdir(path.dirname(options.localStateFile), { recursive: true });
  try {
    const adoptions = await findAdoptions(options.outdir);
    const known = localState ? resourceIds(localState) : new Map<string, string>();
    const unknown = adoptions.filter(({ to }) => !known.has(to));
    for (const { to, id } of unknown) options.report(`    ${to} already exists as ${id}: importing it`);
    if (unknown.length > 0) await writeImportBlocks(importBlocks, unknown);
    await run(["deploy", "bootstrap", "--auto-approve"], options, { BOOTSTRAP_LOCAL_STATE: options.localStateFile });
  } finally {
    await rm(importBlocks, { force: true });
  }
}

async function moveState({ backend, client }: Situation, options: BootstrapOptions): Promise<void> {
  options.report(`3/4 moving the state to ${stateUrl(backend)}`);
  await moveStateToS3({
    stackFolder: stackFolder(options.outdir, "bootstrap"),
    localFile: options.localStateFile,
    backend,
    client,
    report: (line) => {
      options.report(`    ${line}`);
    },
  });
  options.report("4/4 synthesizing with the S3 backend");
  await run(["synth"], options);
  options.report("bootstrapped: the environments can now be deployed, in any order");
}

async function run(args: readonly string[], options: BootstrapOptions, env: NodeJS.ProcessEnv = {}): Promise<void> {
  const { outdir, onOutput } = options;
  const nextStep = "fix the cause and run the command again: it continues where this run stopped";
  await runCdktf(args, { outdir, onLine: onOutput, env, nextStep });
}
