import { heldFor, lockKey, readLockObject } from "../remote-state/lock";
import { ok, warning, type Finding } from "./finding";
import type { StateSubject } from "./subject";

/**
 * Checks whether a state is locked, and by whom. A held lock is a warning: Terraform waits for it or refuses to run, and
 * another operator may be at work.
 */
export async function checkLock({ client, backend, stack }: StateSubject): Promise<Finding> {
  const lock = await readLockObject(client, backend);
  if (!lock) return ok("free");
  if (!lock.info) {
    return warning(
      `s3://${backend.bucket}/${lockKey(backend)} blocks the lock, but Terraform did not write it`,
      "find out what wrote it, then delete it",
      "docs/runbook/lock-left.md",
    );
  }
  const { ID, Who, Operation, Created } = lock.info;
  const age = heldFor(lock.info);
  return warning(
    `held by ${Who} for ${Operation} since ${Created}${age === "" ? "" : ` (${age})`}, id ${ID}`,
    `wait for that run; if you are sure that it has ended: npm run state -- unlock ${stack} ${ID}`,
    "docs/runbook/lock-left.md",
  );
}
