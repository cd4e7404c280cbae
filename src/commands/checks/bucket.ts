import { CommandError } from "../cli/command-error";
import { bucketExists } from "../remote-state/state-object";
import { bootstrapCommand, type Creator } from "./bootstrap-command";
import { ok, type Finding } from "./finding";
import type { StateSubject } from "./subject";

/**
 * Checks that a bucket exists in the account of the caller, in the region that the settings specify.
 *
 * @param createdBy finds the command that creates it
 * @throws CommandError when it does not
 */
export async function checkBucket(
  { client, backend, stack }: StateSubject,
  createdBy: Creator = async () => bootstrapCommand(stack),
): Promise<Finding> {
  if (await bucketExists(client, backend)) return ok(`${backend.bucket} in ${backend.region}`);
  throw new CommandError(
    `bucket ${backend.bucket}, which stores the state of ${stack}, does not exist`,
    `${await createdBy()} creates it`,
  );
}
