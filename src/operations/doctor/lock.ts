import type { S3Client } from "@aws-sdk/client-s3";
import type { DeclaredState } from "../state/declared-state";
import { heldFor } from "../state/holder";
import { lockKey, readLockObject } from "../state/lock";
import { ok, warning, type Finding } from "./check";

/** Whether a state is free, or who holds its lock. A held one is no fault: somebody may be at work. */
export async function checkLock(client: S3Client, { name, backend }: DeclaredState): Promise<Finding> {
  const lock = await readLockObject(client, backend);
  if (!lock) return ok("free");
  if (!lock.info) {
    return warning(
      `s3://${backend.bucket}/${lockKey(backend)} is in the way, but Terraform did not write it`,
      "find out who wrote it, then delete it",
    );
  }
  const { ID, Who, Operation, Created } = lock.info;
  const age = heldFor(lock.info);
  return warning(
    `held by ${Who} for ${Operation} since ${Created}${age === "" ? "" : ` (${age})`}, id ${ID}`,
    `wait for that run; once you know that it is dead: npm run state -- unlock ${name} ${ID}`,
  );
}
