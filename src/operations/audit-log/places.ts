import { KMSClient } from "@aws-sdk/client-kms";
import { stateReplicaKeyAlias, stateReplicaName } from "../../settings/names";
import type { Organization } from "../../settings/organization";
import { withAws } from "../aws-errors";
import { CommandError } from "../command-error";
import { describeKey } from "../describe-key";
import { type S3BackendArguments, stateClient } from "../state/backend";
import type { DeclaredState } from "../state/declared-state";
import { requireBucket } from "../state/state-object";
import type { Target } from "./state-access";

/** The copy of a state in another region, as the settings speak of it; undefined where they ask for none. */
export function replicaOf(
  { home, backend }: DeclaredState,
  organization: Organization,
): S3BackendArguments | undefined {
  const region = home.state.replicaRegion;
  if (region === undefined) return undefined;
  const bucket = stateReplicaName(organization, home);
  if (backend.kms_key_id === undefined) return { ...backend, bucket, region };
  return { ...backend, bucket, region, kms_key_id: stateReplicaKeyAlias(organization, home) };
}

/**
 * Finds the key that encrypts what lies in a place.
 *
 * @throws CommandError when these credentials may not look
 */
export async function targetAt({ bucket, key, region, kms_key_id: keyId }: S3BackendArguments): Promise<Target> {
  if (keyId === undefined) return { bucket, key };
  const described = await withAws(`look up the key ${keyId} in ${region} (kms:DescribeKey)`, async () =>
    describeKey(new KMSClient({ region }), keyId),
  );
  return { bucket, key, ...(described?.Arn === undefined ? {} : { kmsKeyArn: described.Arn }) };
}

/**
 * What is wrong with the bucket of a place, such as that it does not exist; undefined for nothing. It keeps nobody from
 * looking further: who read the state before its bucket was deleted, or was closed to everybody, is still on record.
 */
export async function bucketFault(place: S3BackendArguments, stack: string): Promise<string | undefined> {
  try {
    await withAws("look for the bucket", async () => requireBucket(stateClient(place), place, stack));
    return undefined;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return error.message;
  }
}
