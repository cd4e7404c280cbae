import {
  CancelKeyDeletionCommand,
  CreateKeyCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  KMSClient,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
} from "@aws-sdk/client-s3";
import { startEmulator, type Emulator } from "../../emulator/emulator";
import { Principals } from "../../emulator/principals/principals";
import { beforePlan, beforeSynthesis, onPlan } from "../../src/commands/checks/preconditions";
import type { Check } from "../../src/commands/doctor/check";
import { diagnose, type Diagnosis } from "../../src/commands/doctor/doctor";
import { exampleSettings, startAdministrator, startBootstrapped } from "../support/bootstrapped";
import { clientFor, s3 } from "../support/checkout";
import { operation } from "../support/operation";
import { refusalsIn } from "../support/rehearsal";
import { createStateBucket, createStateKey } from "../support/state-store";

const bucket = "my-terraform-state-dev";

let emulator: Emulator;

/** From now on, this process and what it starts use this caller of the emulator. */
function actAs(caller: Emulator): void {
  emulator = caller;
  Object.assign(process.env, caller.env);
}

afterEach(async () => {
  await emulator.stop();
});

/** What is wrong, by what it is about, with what to do about it. */
function faults({ checks }: Pick<Diagnosis, "checks">): Record<string, Pick<Check, "detail" | "nextStep">> {
  const bad = checks.filter(({ outcome }) => outcome === "failure");
  return Object.fromEntries(bad.map(({ scope, name, ...rest }) => [`${scope}: ${name}`, rest]));
}

describe("before the account is bootstrapped", () => {
  beforeEach(async () => {
    actAs(await startAdministrator(await startEmulator({ judged: true })));
  });

  test("buckets as declared are healthy before the first deploy, except for warnings about the administrator and the bootstrap state", async () => {
    await createStateBucket(emulator, "dev");
    await createStateBucket(emulator, "prod", await createStateKey(emulator));
    const { exitCode, output } = await operation(emulator, "doctor");
    expect({ exitCode, output }).toEqual({
      exitCode: 0,
      output: expect.stringMatching(/\n\n2 warnings in \d+ checks$/) as string,
    });
    expect(output).toContain("warning  settings: organization.stateAccess.administrators: terraform-user also writes");
    expect(output).toMatch(/bootstrap\n(.*\n)* {2}warning {2}state: .*\n +next: npm run bootstrap completes it/);
    expect(output).toMatch(/credentials\n {2}ok {7}caller: arn:aws:iam::123456789012:user\/terraform-user/);
    expect(output).toMatch(
      /dev\n(.*\n)* {2}ok {7}encryption: AES256\n(.*\n)* {2}ok {7}state: s3:\/\/\S+: none yet, dev is new\n/,
    );
    expect(output).toMatch(/prod\n(.*\n)* {2}ok {7}encryption: aws:kms with arn:aws:kms:\S+, bucket key on\n/);
  });

  test("without a bucket, doctor names the command that creates it, checks no further and exits with 1", async () => {
    const { exitCode, stdout } = await operation(emulator, "doctor", "dev", "--json");
    expect(exitCode).toBe(1);
    expect(faults(JSON.parse(stdout) as Diagnosis)).toEqual({
      "dev: bucket": {
        outcome: "failure",
        detail: "bucket my-terraform-state-dev, which stores the state of dev, does not exist",
        nextStep: "npm run bootstrap creates it",
        runbook: "docs/runbook/wrong-account.md",
      },
    });
  });

  test("an endpoint that does not answer is one failure with a next step", async () => {
    process.env.AWS_ENDPOINT_URL = "http://127.0.0.1:9";
    expect(Object.keys(faults(await diagnose("dev")))).toEqual(["credentials: caller"]);
  });

  test("an environment that does not exist is refused with the names of those that do", async () => {
    await expect(diagnose("staging")).rejects.toMatchObject({
      message: "there is no environment named staging",
      nextStep: expect.stringContaining("name one of dev, prod, bootstrap") as string,
    });
  });
});

describe("in a bootstrapped account, a planner's doctor", () => {
  beforeEach(async () => {
    actAs((await startBootstrapped()).planner);
  });

  test("finds no failure, and warns of locks and of the state of bootstrap, which a planner may not read", async () => {
    const { checks } = await diagnose();
    expect(faults({ checks })).toEqual({});
    const refused = (object: string, decision: string) =>
      `TerraformPlanRole s3.GetObject: s3:GetObject on arn:aws:s3:::my-terraform-state-${object}, ${decision}`;
    expect(refusalsIn(await emulator.calls())).toEqual([
      refused("dev/eks-cluster/terraform.tfstate.tflock", "implicitDeny"),
      refused("prod/bootstrap/terraform.tfstate", "explicitDeny"),
      refused("prod/bootstrap/terraform.tfstate.tflock", "explicitDeny"),
      refused("prod/eks-cluster/terraform.tfstate.tflock", "implicitDeny"),
    ]);
    const warnings = checks.filter(({ outcome }) => outcome === "warning");
    expect(warnings.map(({ scope, name }) => `${scope}: ${name}`).sort()).toEqual([
      "bootstrap: lock",
      "bootstrap: state",
      "dev: lock",
      "prod: lock",
      "settings: settings",
    ]);
  });

  test("names the deployment that creates the bucket of a new environment", async () => {
    await s3(emulator).send(new DeleteBucketCommand({ Bucket: bucket }));
    const { checks } = await diagnose("dev");
    expect(faults({ checks })).toMatchObject({
      "dev: bucket": { nextStep: "npm run deploy -- bootstrap creates it" },
    });
  });

  test("each part of a bucket that was never hardened is a separate failure", async () => {
    await s3(emulator).send(new DeleteBucketCommand({ Bucket: bucket }));
    await s3(emulator).send(new CreateBucketCommand({ Bucket: bucket }));
    expect(Object.keys(faults(await diagnose("dev"))).sort()).toEqual([
      "dev: bucket policy",
      "dev: lifecycle",
      "dev: public access",
      "dev: versioning",
    ]);
  });

  test("a lifecycle rule that expires the state itself is a failure", async () => {
    const rule = { ID: "tidy", Status: "Enabled" as const, Filter: { Prefix: "" }, Expiration: { Days: 30 } };
    await s3(emulator).send(
      new PutBucketLifecycleConfigurationCommand({ Bucket: bucket, LifecycleConfiguration: { Rules: [rule] } }),
    );
    expect(faults(await diagnose("dev"))).toEqual({
      "dev: lifecycle": expect.objectContaining({ detail: "rule tidy expires the current state itself" }) as unknown,
    });
  });

  describe("the key of prod's state", () => {
    let keyArn: string;
    let kms: KMSClient;

    beforeEach(async () => {
      kms = new KMSClient(clientFor(emulator));
      const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: "alias/terraform-state" }));
      keyArn = KeyMetadata?.Arn ?? "";
    });

    test("is checked among all preconditions that doctor reports", async () => {
      const all = Object.entries({ ...beforeSynthesis, ...beforePlan, ...onPlan });
      const reported = all.filter(([, { checkedBy }]) => checkedBy.includes("doctor")).map(([name]) => name);
      const names = (await diagnose("prod")).checks.map(({ name }) => name);
      expect(names).toEqual(expect.arrayContaining(reported));
    });

    test("is named while it is disabled, and passes once it is enabled", async () => {
      await kms.send(new DisableKeyCommand({ KeyId: keyArn }));
      expect(faults(await diagnose("prod"))["prod: key"]).toMatchObject({
        detail: `key ${keyArn} is disabled: no principal can read or write the state, or acquire its lock`,
        nextStep: `unless this is intended, aws kms enable-key --region ap-northeast-1 --key-id ${keyArn}`,
      });

      await kms.send(new EnableKeyCommand({ KeyId: keyArn }));
      expect(faults(await diagnose("prod"))).toEqual({});
    });

    test("is named while it is pending deletion, with both steps that restore it", async () => {
      await kms.send(new ScheduleKeyDeletionCommand({ KeyId: keyArn, PendingWindowInDays: 30 }));
      const pending = faults(await diagnose("prod"))["prod: key"];
      expect(pending?.detail).toMatch(/^key \S+ will be deleted at \d{4}-.*; the state is lost with it$/);
      expect(pending?.nextStep).toBe(
        `aws kms cancel-key-deletion --region ap-northeast-1 --key-id ${keyArn} && aws kms enable-key --region ap-northeast-1 --key-id ${keyArn}`,
      );

      await kms.send(new CancelKeyDeletionCommand({ KeyId: keyArn }));
      expect(faults(await diagnose("prod"))["prod: key"]?.detail).toContain("is disabled");
      await kms.send(new EnableKeyCommand({ KeyId: keyArn }));
      expect(faults(await diagnose("prod"))).toEqual({});
    });

    test("is found through the bucket when its alias is gone", async () => {
      await kms.send(new DeleteAliasCommand({ AliasName: "alias/terraform-state" }));
      expect(faults(await diagnose("prod"))["prod: key"]).toMatchObject({
        detail: `alias/terraform-state points to no key, but the state is encrypted with ${keyArn}`,
        nextStep: expect.stringContaining("aws kms create-alias") as string,
      });
    });

    test("is compared with the key with which the bucket encrypts", async () => {
      const otherKey = (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.Arn ?? "";
      await s3(emulator).send(
        new PutBucketEncryptionCommand({
          Bucket: "my-terraform-state-prod",
          ServerSideEncryptionConfiguration: {
            Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: otherKey } }],
          },
        }),
      );
      expect(faults(await diagnose("prod"))["prod: encryption"]?.detail).toBe(
        `the bucket encrypts with ${otherKey}, declared is ${keyArn}`,
      );
    });
  });

  describe("credentials of another account", () => {
    test("are refused with both accounts", async () => {
      const stranger = "arn:aws:iam::999999999999:user/stranger";
      const principals = new Principals(emulator, exampleSettings);
      await principals.create([stranger]);
      Object.assign(process.env, await principals.variablesOf(stranger, exampleSettings.organization.region));
      expect(faults(await diagnose())["dev: account"]?.detail).toBe(
        "dev belongs to account 123456789012, but these credentials are arn:aws:iam::999999999999:user/stranger of account 999999999999",
      );
    });

    test("are distinguished from missing credentials", async () => {
      process.env.AWS_ACCESS_KEY_ID = "";
      expect(faults(await diagnose("dev"))["credentials: caller"]?.detail).toContain("no AWS credentials were found");
    });
  });
});
