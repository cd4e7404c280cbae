import type { S3BackendArguments } from "../remote-state/backend";
import type { BucketPlace } from "./bucket";
import { checkAndKeep, type Check } from "./check";
import { checkHardening } from "./hardening";
import { checkKey } from "./key";
import type { Subject } from "./subject";

/** The checks of a bucket and its key. */
export interface HardenedBucket {
  readonly checks: readonly Check[];

  /** The bucket, with its key if one was found. */
  readonly subject: Subject;
}

/** Checks that an existing bucket is hardened as declared and that its key can be used. */
export async function checkHardenedBucket(
  scope: string,
  { client, declared }: Subject,
  place: BucketPlace & Pick<S3BackendArguments, "key">,
): Promise<HardenedBucket> {
  const { keyAlias } = declared;
  if (keyAlias === undefined) {
    return { checks: await checkHardening(scope, { client, declared }), subject: { client, declared } };
  }
  const key = await checkAndKeep(scope, "key", async () => checkKey(client, place, keyAlias, place.madeBy));
  const subject = { client, declared, keyArn: key.found };
  return { checks: [...(await checkHardening(scope, subject)), key.check], subject };
}
