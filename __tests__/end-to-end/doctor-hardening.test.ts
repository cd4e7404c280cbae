import { DisableKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  DeleteBucketCommand,
  DeleteBucketReplicationCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketReplicationCommand,
  PutBucketVersioningCommand,
  type ReplicationRule,
} from "@aws-sdk/client-s3";
import { startEmulator, type Emulator } from "../../emulator/emulator";
import type { Check } from "../../src/commands/doctor/check";
import { diagnose } from "../../src/commands/doctor/doctor";
import { checkStack } from "../../src/commands/doctor/stack";
import { declaredState } from "../../src/commands/remote-state/declared-state";
import { startAdministrator } from "../support/bootstrapped";
import { clientFor, s3 } from "../support/checkout";
import { createStateBucket, createStateKey, createStateReplica, settingsWithReplica } from "../support/state-store";

const account = "123456789012";

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startAdministrator(await startEmulator({ judged: true }));
  Object.assign(process.env, emulator.env);
});

afterEach(async () => {
  await emulator.stop();
});

function faultsOf(checks: readonly Check[]): Record<string, string> {
  const bad = checks.filter(({ outcome }) => outcome === "failure");
  return Object.fromEntries(bad.map(({ scope, name, detail }) => [`${scope}: ${name}`, detail]));
}

test("a policy that grants access to the whole account is a failure that names what is missing and what was added", async () => {
  const Bucket = await createStateBucket(emulator, "dev");
  const Statement = [
    {
      Sid: "Everything",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: "s3:*",
      Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`],
    },
  ];
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
  await s3(emulator).send(new PutBucketPolicyCommand({ Bucket, Policy }));
  expect(faultsOf((await diagnose("dev")).checks)).toEqual({
    "dev: bucket policy": expect.stringMatching(
      /^statement WritersUseState, .*DenyConfiguringToOthers, .* is missing; statement Everything is not declared and grants access to others$/,
    ) as string,
  });
});

test("a lifecycle rule for another prefix is not mistaken for that of the state", async () => {
  const Bucket = await createStateBucket(emulator, "dev");
  const rule = { ID: "elsewhere", Status: "Enabled" as const, Filter: { Prefix: "elsewhere/" } };
  const Rules = [{ ...rule, NoncurrentVersionExpiration: { NoncurrentDays: 1 } }];
  await s3(emulator).send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));
  expect(faultsOf((await diagnose("dev")).checks)).toEqual({
    "dev: lifecycle": expect.stringMatching(
      /^rule old-versions, locks-of-\S+ is missing or not as declared; rule elsewhere is not declared$/,
    ) as string,
  });
});

describe("the replica of the prod state", () => {
  const region = "ap-northeast-3";
  const settings = settingsWithReplica("prod", region);
  let source: string;
  let replica: string;
  let replicaKeyArn: string;

  beforeEach(async () => {
    source = await createStateBucket(emulator, "prod", await createStateKey(emulator), settings);
    replicaKeyArn = await createStateKey(emulator, { alias: "alias/terraform-state-prod-replica", region });
    replica = await createStateReplica(emulator, "prod", region, replicaKeyArn);
    await replicate({});
  });

  async function replicate(change: Partial<ReplicationRule>): Promise<void> {
    const rule: ReplicationRule = {
      ID: "state",
      Priority: 0,
      Status: "Enabled",
      Filter: { Prefix: "" },
      DeleteMarkerReplication: { Status: "Enabled" },
      SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: "Enabled" } },
      Destination: {
        Bucket: `arn:aws:s3:::${replica}`,
        EncryptionConfiguration: { ReplicaKmsKeyID: replicaKeyArn },
      },
      ...change,
    };
    const Role = `arn:aws:iam::${account}:role/TerraformReplication-prod`;
    const ReplicationConfiguration = { Role, Rules: [rule] };
    await s3(emulator).send(new PutBucketReplicationCommand({ Bucket: source, ReplicationConfiguration }));
  }

  async function faults() {
    const caller = { accountId: account, arn: `arn:aws:iam::${account}:user/terraform-user` };
    const options = { caller, settings, required: true, withBuckets: true };
    return faultsOf(await checkStack(declaredState(settings, "prod"), options));
  }

  test("passes if it is as declared", async () => {
    expect(await faults()).toEqual({});
  });

  test("fails if its replication was deleted, or covers only some objects", async () => {
    await replicate({ Status: "Disabled", Filter: { Prefix: "eks" }, DeleteMarkerReplication: { Status: "Disabled" } });
    expect(await faults()).toEqual({
      "prod replica: replication": `replication to ${replica}: the rule is disabled; only some objects are replicated; deletions are not replicated`,
    });

    await s3(emulator).send(new DeleteBucketReplicationCommand({ Bucket: source }));
    expect(await faults()).toEqual({
      "prod replica: replication": `nothing is replicated to ${replica}: no replication rule has this destination`,
    });
  });

  test("fails if its bucket does not exist", async () => {
    await s3(emulator, region).send(new DeleteBucketCommand({ Bucket: replica }));
    expect(await faults()).toEqual({
      "prod replica: bucket": `bucket ${replica}, which stores the state of prod, does not exist`,
    });
  });

  test("is checked like the state itself, with its own key", async () => {
    const kms = new KMSClient({ ...clientFor(emulator), region });
    await kms.send(new DisableKeyCommand({ KeyId: replicaKeyArn }));
    const VersioningConfiguration = { Status: "Suspended" as const };
    await s3(emulator, region).send(new PutBucketVersioningCommand({ Bucket: replica, VersioningConfiguration }));
    expect(await faults()).toEqual({
      "prod replica: key": expect.stringContaining(`key ${replicaKeyArn} is disabled`) as string,
      "prod replica: versioning": expect.stringContaining("versioning is suspended") as string,
    });
  });
});
