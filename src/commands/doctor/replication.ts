import { GetBucketReplicationCommand, type ReplicationRule } from "@aws-sdk/client-s3";
import { ok, type Finding } from "../checks/finding";
import { configured, drift, type Subject } from "./subject";
import { someOf } from "../../options/some-of";

/**
 * Checks that S3 is configured to replicate every version of a state, and its deletions.
 *
 * @param source where the state is stored
 * @param replica where its copies are stored
 */
export async function checkReplication(source: Subject, replica: Subject): Promise<Finding> {
  const { bucketName, bucketArn, access } = replica.declared;
  const answer = await configured(
    source.client.send(new GetBucketReplicationCommand({ Bucket: source.declared.bucketName })),
  );
  const { Rules = [], Role = "no role" } = answer?.ReplicationConfiguration ?? {};
  const rule = Rules.find(({ Destination }) => Destination?.Bucket === bucketArn);
  if (!rule)
    throw drift(
      source.bootstrapStack,
      `nothing is replicated to ${bucketName}: no replication rule has this destination`,
    );
  const faults = [
    ...(access.replication.includes(Role) ? [] : [`${Role} replicates, declared is ${someOf(access.replication)}`]),
    ...faultsOf(rule),
    ...(replica.declared.keyAlias === undefined ? [] : encryptionFaultsOf(rule, replica.keyArn)),
  ];
  if (faults.length > 0) throw drift(source.bootstrapStack, `replication to ${bucketName}: ${faults.join("; ")}`);
  return ok(`all of ${source.declared.bucketName}, deletions included`);
}

function faultsOf({ Status, Filter, DeleteMarkerReplication }: ReplicationRule): string[] {
  const { Prefix = "", ...narrower } = Filter ?? {};
  return [
    ...(Status === "Enabled" ? [] : ["the rule is disabled"]),
    ...(Prefix === "" && Object.keys(narrower).length === 0 ? [] : ["only some objects are replicated"]),
    ...(DeleteMarkerReplication?.Status === "Enabled" ? [] : ["deletions are not replicated"]),
  ];
}

function encryptionFaultsOf({ SourceSelectionCriteria, Destination }: ReplicationRule, keyArn?: string): string[] {
  const key = Destination?.EncryptionConfiguration?.ReplicaKmsKeyID ?? "no key";
  return [
    ...(SourceSelectionCriteria?.SseKmsEncryptedObjects?.Status === "Enabled"
      ? []
      : ["objects encrypted with a KMS key are not replicated"]),
    ...(keyArn === undefined || key === keyArn ? [] : [`copies are encrypted with ${key}, declared is ${keyArn}`]),
  ];
}
