import {
  CreateBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import type { Emulator } from "../../emulator/emulator";
import { environments, organization } from "./example";
import { declaredRules } from "../../src/commands/doctor/lifecycle";
import { declaredPolicy } from "../../src/commands/doctor/policy";
import { declaredState } from "../../src/commands/remote-state/declared-state";
import { type Settings, validateSettings } from "../../src/settings/validate";
import { bootstrapAccountOf } from "../../src/stacks/bootstrap-accounts";
import { declaredReplica, type DeclaredStore, declaredStore } from "../../src/stacks/declared-stores";
import { clientFor, s3 } from "./checkout";

const ownSettings = validateSettings(organization, environments);

/**
 * Creates the bucket that stores an environment's state, hardened as in the bootstrap stack, but faster.
 *
 * @param keyArn key with which the bucket encrypts; without one it uses AES256
 */
export async function createStateBucket(
  emulator: Emulator,
  environment: string,
  keyArn?: string,
  settings = ownSettings,
): Promise<string> {
  const { environment: declared } = declaredState(settings, environment, emulator.env);
  return createBucket(emulator, declaredStore(bootstrapAccountOf(settings, declared.account), declared), keyArn);
}

/** Settings in which the state of an environment is copied to another region. */
export function settingsWithReplica(environment: string, replicaRegion: string): Settings {
  const copied = environments.map((one) =>
    one.name === environment ? { ...one, state: { ...one.state, replicaRegion } } : one,
  );
  return validateSettings(organization, copied);
}

/** Creates the bucket to which an environment's state is copied, in the same way. */
export async function createStateReplica(
  emulator: Emulator,
  environment: string,
  region: string,
  keyArn?: string,
): Promise<string> {
  const copied = settingsWithReplica(environment, region);
  const { environment: declared } = declaredState(copied, environment, emulator.env);
  return createBucket(
    emulator,
    declaredReplica(bootstrapAccountOf(copied, declared.account), declared, region),
    keyArn,
  );
}

async function createBucket(emulator: Emulator, declared: DeclaredStore, keyArn?: string): Promise<string> {
  const client = s3(emulator, declared.region);
  const Bucket = declared.bucketName;
  await client.send(new CreateBucketCommand({ Bucket }));
  await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
  await client.send(
    new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [encryptionRule(keyArn)] } }),
  );
  await client.send(
    new PutPublicAccessBlockCommand({
      Bucket,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    }),
  );
  await client.send(
    new PutBucketOwnershipControlsCommand({
      Bucket,
      OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
    }),
  );
  await client.send(
    new PutBucketLifecycleConfigurationCommand({
      Bucket,
      LifecycleConfiguration: { Rules: declaredRules(declared.stateKeys) },
    }),
  );
  await client.send(new PutBucketPolicyCommand({ Bucket, Policy: declaredPolicy(declared, keyArn ?? "") }));
  return Bucket;
}

/** Creates a key that encrypts state, with its alias, and returns its ARN. */
export async function createStateKey(
  emulator: Emulator,
  { alias = "alias/terraform-state", region = "ap-northeast-1" } = {},
): Promise<string> {
  const client = new KMSClient({ ...clientFor(emulator), region });
  const { KeyMetadata } = await client.send(new CreateKeyCommand({ Description: "Encrypts Terraform state" }));
  await client.send(new CreateAliasCommand({ AliasName: alias, TargetKeyId: KeyMetadata?.KeyId }));
  return KeyMetadata?.Arn ?? "";
}

function encryptionRule(keyArn: string | undefined) {
  return keyArn === undefined
    ? { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" as const } }
    : {
        ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" as const, KMSMasterKeyID: keyArn },
        BucketKeyEnabled: true,
      };
}
