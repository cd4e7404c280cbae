import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { S3Client } from "@aws-sdk/client-s3";
import type { BootstrapAccount } from "../../stacks/bootstrap-accounts";
import { callerIdentity } from "../aws/caller";
import { checkDeletedState } from "../checks/deleted-state";
import { checkRemovedBuckets } from "../checks/held-buckets/held-buckets";
import { checkLockOut } from "../checks/lock-out";
import { checkMovedBootstrap } from "../checks/moved-bootstrap";
import { readS3Backend, stackFolder, stateClient, type S3BackendArguments } from "../remote-state/backend";
import { readLocalState } from "../remote-state/local-state";
import { moveStateToS3 } from "../remote-state/move-state";
import { bucketExists, readStateObject, type StateObject, stateUrl } from "../remote-state/state-object";
import { describeState, resourceIds, type TerraformState } from "../remote-state/terraform-state";
import { findAdoptions } from "./adopt";
import { applyOnLocalState } from "./local-apply";

export interface AccountOptions {
  /** Folder to which the stacks are synthesized. */
  readonly outdir: string;

  /** Where the stack's state is stored until its bucket exists. */
  readonly localStateFile: string;

  /** Receives a line for each step. */
  readonly report: (line: string) => void;

  /** Receives the output of Terraform, line by line. */
  readonly onOutput: (line: string) => void;
}

interface Situation extends AccountOptions {
  readonly account: BootstrapAccount;

  /** Folder of the account's stack. */
  readonly folder: string;
  readonly backend: S3BackendArguments;
  readonly client: S3Client;
  readonly localState: TerraformState | undefined;
}

/**
 * Creates the state buckets and the KMS key of one account, and moves the state of the stack into one of those buckets.
 * The credentials in the environment are those of the account.
 *
 * Each step checks what exists before it acts, so a run that was killed at any point is completed by running it again,
 * from the same checkout or a new one. If the account is already bootstrapped, nothing is changed.
 *
 * @returns how it ended, in a few words
 * @throws CommandError when two different states claim the same resources, the state object was deleted from S3, or a
 * bucket that an earlier run created is no longer in the settings and contains object versions
 */
export async function bootstrapAccount(account: BootstrapAccount, options: AccountOptions): Promise<string> {
  const { report, localStateFile, outdir } = options;
  report("1/3 checking the caller, the state bucket and an earlier state");
  const { stack } = account;
  const backend = await readS3Backend(outdir, stack);
  const localState = await readLocalState(localStateFile);
  const folder = stackFolder(outdir, stack);
  const situation = { ...options, account, folder, backend, client: stateClient(backend), localState };
  const current = await readState(situation);
  if (current && !localState) {
    report(`already bootstrapped: ${stateUrl(backend)} contains the state (${describeState(current.state)})`);
    report(
      `nothing was changed; npm run deploy -- ${stack} deploys what has changed in the settings since, such as the bucket of a new environment`,
    );
    return "already bootstrapped";
  }
  if (current) report(`2/3 skipped: ${stateUrl(backend)} already contains a state`);
  else await create(situation);
  await moveState(situation);
  return "bootstrapped";
}

/** Checks the bucket first, since S3 only denies access to an object in a bucket of another account. */
async function readState({ client, backend }: Situation): Promise<StateObject | undefined> {
  return (await bucketExists(client, backend)) ? readStateObject(client, backend) : undefined;
}

async function create({ account, folder, backend, client, localState, ...options }: Situation): Promise<void> {
  const { report, onOutput, localStateFile } = options;
  await checkDeletedState({ client, backend, stack: account.stack });
  await checkMovedBootstrap({ backend, stack: account.stack });
  await checkLockOut(await callerIdentity(backend.region));
  await checkRemovedBuckets(localState, folder);
  report(
    localState
      ? `2/3 resuming an earlier run from ${localStateFile}`
      : `2/3 deploying with local state in ${localStateFile}`,
  );
  await mkdir(path.dirname(localStateFile), { recursive: true });
  const known = localState ? resourceIds(localState) : new Map<string, string>();
  const adoptions = (await findAdoptions(folder)).filter(({ to }) => !known.has(to));
  for (const { to, id } of adoptions) report(`    ${to} already exists as ${id}: importing it`);
  await applyOnLocalState(folder, { localStateFile, adoptions, onOutput });
}

async function moveState({ folder, localStateFile, backend, client, report }: Situation): Promise<void> {
  report(`3/3 moving the state to ${stateUrl(backend)}`);
  await moveStateToS3({
    stackFolder: folder,
    localFile: localStateFile,
    backend,
    client,
    report: (line) => {
      report(`    ${line}`);
    },
  });
  report("bootstrapped: the environments of the account can now be deployed, in any order");
}
