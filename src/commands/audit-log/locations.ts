import { KMSClient } from "@aws-sdk/client-kms";
import { stateReplicaKeyAlias, stateReplicaName } from "../../settings/names";
import type { Organization } from "../../settings/organization";
import { withAws } from "../aws/aws-errors";
import { clientOptions } from "../aws/clients";
import { CommandError } from "../cli/command-error";
import { checkBucket } from "../checks/bucket";
import { describeKey } from "../checks/key";
import { type S3BackendArguments, stateClient } from "../remote-state/backend";
import type { DeclaredState } from "../remote-state/declared-state";
import type { Target } from "./state-access";

/** The replica of a state in another region, as the settings declare it; undefined if they declare none. */
export function replicaOf(
  { environment, backend }: DeclaredState,
  organization: Organization,
): S3BackendArguments | undefined {
  const region = environment.state.replicaRegion;
  if (region === undefined) return undefined;
  const bucket = stateReplicaName(organization, environment);
  if (backend.kms_key_id === undefined) return { ...backend, bucket, region };
  return { ...backend, bucket, region, kms_key_id: stateReplicaKeyAlias(organization, environment) };
}

/**
 * Finds the key that encrypts the object at a location.
 *
 * @throws CommandError when these credentials are not allowed to describe the key
 */
export async function targetAt({ bucket, key, region, kms_key_id: keyId }: S3BackendArguments): Promise<Target> {
  if (keyId === undefined) return { bucket, key };
  const described = await withAws(`look up the key ${keyId} in ${region} (kms:DescribeKey)`, async () =>
    describeKey(new KMSClient(clientOptions(region)), keyId),
  );
  return { bucket, key, ...(described?.Arn === undefined ? {} : { kmsKeyArn: described.Arn }) };
}

/**
 * The problem with the bucket of a location, such as that it does not exist; undefined if there is none. A problem does
 * not stop the search: accesses before the bucket was deleted or closed to all principals are still on record.
 */
export async function bucketFault(backend: S3BackendArguments, stack: string): Promise<string | undefined> {
  try {
    await withAws("check the bucket", async () => checkBucket({ client: stateClient(backend), backend, stack }));
    return undefined;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return error.message;
  }
}
