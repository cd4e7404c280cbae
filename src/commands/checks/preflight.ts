import { existsSync } from "node:fs";
import path from "node:path";
import type { S3Client } from "@aws-sdk/client-s3";
import { bootstrapAccounts } from "../../stacks/bootstrap-accounts";
import { earlierBackend, earlierRecordFile } from "../../cdktf/backend-record";
import { howToKeep, unmovedState } from "../../cdktf/current-initialization";
import { withAws } from "../aws/aws-errors";
import { CommandError } from "../cli/command-error";
import { refuseLockOut } from "./lock-out";
import { loadSettings } from "../cli/settings";
import { type S3BackendArguments, stateClient } from "../remote-state/backend";
import { readStateObject, requireBucket, stateUrl, type StateObject } from "../remote-state/state-object";
import { describeState, resourceIds } from "../remote-state/terraform-state";
import { requireAllowedAccount } from "./account";
import type { StackCommand } from "./confirmations";
import { requireSoundState } from "./state-loss";

export interface Preflight extends StackCommand {
  /** Folder that the stack is synthesized to. */
  readonly folder: string;
  readonly backend: S3BackendArguments;
  readonly client: S3Client;
  readonly acceptedVersion?: string;
  readonly report: (line: string) => void;
}

/**
 * Checks everything that can be checked before Terraform starts: the account, the bucket, and the state in it.
 *
 * @returns the state that is to be changed, or undefined for a new environment
 * @throws CommandError for the first check that fails
 */
export async function preflight(check: Preflight): Promise<StateObject | undefined> {
  const { stack, backend, report } = check;
  refuseUnsavedState(check);
  refuseUnmovedState(check);
  const caller = await requireAllowedAccount(stack, backend);
  report(`account ${caller.accountId} as ${caller.arn}`);
  const account = bootstrapAccounts(loadSettings()).find((one) => one.stack === stack);
  if (account) await refuseLockOut(account, caller);
  await refuseLeavingState(check);
  await requireBucket(check.client, backend, stack);
  const object = await withAws("read the versions of the state", async () => requireSoundState(check));
  report(`state ${stateUrl(backend)}: ${object ? describeState(object.state) : `none yet, ${stack} is new`}`);
  return object;
}

/** If an apply could not save the state, Terraform leaves it in this file; the state in S3 lacks the changes. */
function refuseUnsavedState({ stack, folder }: Preflight): void {
  if (!existsSync(unsavedState(folder))) return;
  throw new CommandError(
    `an earlier apply of ${stack} could not save its state: ${unsavedState(folder)} has changes that the state in S3 lacks`,
    howToSave(stack, folder),
  );
}

/** Each deploy reinitializes Terraform, which would start over and ignore the state of a local backend. */
function refuseUnmovedState({ stack, folder }: Preflight): void {
  const state = unmovedState(folder);
  if (state === undefined) return;
  throw new CommandError(`${state} contains a state of ${stack} that is not in S3`, howToKeep(stack, state));
}

/** Without its state at the new address, a stack that is deployed would be created a second time. */
async function refuseLeavingState({ stack, folder, backend, client }: Preflight): Promise<void> {
  const { bucket, key, region } = earlierBackend(folder, stateUrl(backend)) ?? {};
  if (typeof bucket !== "string" || typeof key !== "string" || typeof region !== "string") return;
  const earlier = { ...backend, bucket, key, region };
  const [now, before] = await withAws(`read ${stateUrl(earlier)}`, async () =>
    Promise.all([readStateObject(client, backend), readStateObject(stateClient(earlier), earlier)]),
  );
  if (now !== undefined || before === undefined || resourceIds(before.state).size === 0) return;
  throw new CommandError(
    `the state of ${stack} is ${stateUrl(earlier)}, ${describeState(before.state)}, and the settings name ${stateUrl(backend)}, where there is none`,
    [
      `restore the settings, or create the new bucket by npm run bootstrap and copy that object to ${stateUrl(backend)};`,
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
