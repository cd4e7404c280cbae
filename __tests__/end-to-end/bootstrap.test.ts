import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import {
  GetBucketEncryptionCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectVersionsCommand,
} from "@aws-sdk/client-s3";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { KMSClient, ListAliasesCommand, ListKeysCommand } from "@aws-sdk/client-kms";
import { startEmulator, type Emulator } from "../../emulator/emulator";
import { Principals } from "../../emulator/principals/principals";
import { parseState, resourceIds } from "../../src/commands/remote-state/terraform-state";
import { exampleSettings, startAdministrator } from "../support/bootstrapped";
import { Checkout, clientFor, s3 } from "../support/checkout";
import { operation } from "../support/operation";
import { trustOfAccount } from "../support/principals";

const stateObject = { Bucket: "my-terraform-state-prod", Key: "bootstrap/terraform.tfstate" };

/** One account and one checkout for a test, gone after it: the provider waits for a minute in each of these tests. */
async function inFreshAccount(tell: (account: Account) => Promise<void>): Promise<void> {
  const emulator = await startAdministrator(await startEmulator({ judged: true }));
  const account = new Account(emulator, await Checkout.create(emulator));
  try {
    await tell(account);
  } finally {
    await account.checkout.remove();
    await emulator.stop();
  }
}

class Account {
  constructor(
    readonly emulator: Emulator,
    public checkout: Checkout,
  ) {}

  get s3() {
    return s3(this.emulator);
  }

  async stateInS3(): Promise<string> {
    const object = await this.s3.send(new GetObjectCommand(stateObject));
    return (await object.Body?.transformToString()) ?? "";
  }

  async stateVersions() {
    const { Versions } = await this.s3.send(
      new ListObjectVersionsCommand({ Bucket: stateObject.Bucket, Prefix: stateObject.Key }),
    );
    return Versions;
  }

  async keysAndAliases() {
    const kms = new KMSClient(clientFor(this.emulator));
    const { Keys = [] } = await kms.send(new ListKeysCommand({}));
    const { Aliases = [] } = await kms.send(new ListAliasesCommand({}));
    const own = Aliases.filter(({ AliasName }) => !AliasName?.startsWith("alias/aws/"));
    return { keys: Keys.length, aliases: own.length };
  }

  /** Starts a bootstrap and kills it, with all that it started, as soon as it prints `marker`. */
  async killBootstrapAt(marker: string): Promise<void> {
    const run = this.checkout.startBootstrap();
    let seen = "";
    run.all.on("data", (chunk: Buffer) => {
      seen += chunk.toString();
      if (seen.includes(marker) && run.pid !== undefined) process.kill(-run.pid, "SIGKILL");
    });
    const { signal } = await run;
    expect({ signal, seen }).toEqual({ signal: "SIGKILL", seen: expect.stringContaining(marker) as string });
  }

  async expectBootstrapped(said = "bootstrapped:"): Promise<string> {
    const { exitCode, output } = await this.checkout.bootstrap();
    expect({ exitCode, output }).toEqual({ exitCode: 0, output: expect.stringContaining(said) as string });
    expect(existsSync(this.checkout.localState)).toBe(false);
    expect(existsSync(`${this.checkout.localState}.backup`)).toBe(false);
    return output;
  }

  async expectNothingToChange(): Promise<void> {
    const diff = await this.checkout.cdktf("diff", "bootstrap");
    expect(diff).toEqual({ exitCode: 0, output: expect.stringContaining("No changes.") as string });
  }
}

test.concurrent("bootstrap creates hardened buckets, moves its state into S3 and deletes the local one", () =>
  inFreshAccount(async (account) => {
    await account.expectBootstrapped();

    for (const [environment, algorithm] of [
      ["dev", "AES256"],
      ["prod", "aws:kms"],
    ] as const) {
      const Bucket = `my-terraform-state-${environment}`;
      expect((await account.s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe("Enabled");
      const encryption = await account.s3.send(new GetBucketEncryptionCommand({ Bucket }));
      expect(encryption.ServerSideEncryptionConfiguration?.Rules?.[0]).toMatchObject({
        ApplyServerSideEncryptionByDefault: { SSEAlgorithm: algorithm },
      });
      const access = await account.s3.send(new GetPublicAccessBlockCommand({ Bucket }));
      expect(access.PublicAccessBlockConfiguration).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
    }
    const head = await account.s3.send(new HeadObjectCommand(stateObject));
    expect(head.ServerSideEncryption).toBe("aws:kms");
    expect(head.SSEKMSKeyId).toMatch(/alias\/terraform-state|key\//);
    expect([...resourceIds(parseState(await account.stateInS3(), "S3")).keys()]).toEqual(
      expect.arrayContaining(["aws_s3_bucket.state_dev", "aws_s3_bucket.state_prod", "aws_kms_key.state_key"]),
    );
    await account.expectNothingToChange();
    const doctor = await operation(account.emulator, "doctor");
    expect(doctor).toMatchObject({
      exitCode: 0,
      output: expect.stringMatching(/\n\n1 warning in \d+ checks$/) as string,
    });
    expect(doctor.output).toContain(
      "warning  settings: organization.stateAccess.administrators: terraform-user also writes",
    );

    const before = await account.stateVersions();
    await account.expectBootstrapped("already bootstrapped");
    expect(await account.stateVersions()).toEqual(before);
  }),
);

test.concurrent("a bootstrap that was killed in the middle of the apply is finished by the next one", () =>
  inFreshAccount(async (account) => {
    await account.killBootstrapAt("aws_s3_bucket.state_prod: Creation complete");
    // Killed a moment earlier, Terraform leaves the file that it had only just opened; what exists is taken over then.
    await writeFile(account.checkout.localState, "");
    expect(await account.expectBootstrapped()).toContain("importing it");
    await account.expectNothingToChange();
  }),
);

test.concurrent("a bootstrap that was killed before the move is finished elsewhere, without a second key", () =>
  inFreshAccount(async (account) => {
    await account.killBootstrapAt("3/3 moving the state");
    const before = await account.keysAndAliases();
    await account.checkout.remove();
    account.checkout = await Checkout.create(account.emulator);

    expect(await account.expectBootstrapped()).toContain("already exists");

    expect(await account.keysAndAliases()).toEqual(before);
    await account.expectNothingToChange();
  }),
);

test.concurrent(
  "a local state that is left over is finished with when S3 says the same, and refused when it does not",
  () =>
    inFreshAccount(async (account) => {
      const { checkout } = account;
      await account.expectBootstrapped();
      const moved = await account.stateInS3();

      await writeFile(checkout.localState, asLocalState(moved));
      await account.expectBootstrapped("an earlier move was interrupted");

      const stale = withOlderKey(moved);
      await writeFile(checkout.localState, stale);
      const before = await account.stateVersions();
      const refused = await checkout.bootstrap();

      expect(refused.exitCode).toBe(1);
      expect(refused.output).toContain("there are two different states");
      expect(refused.output).toMatch(/local: .*\n +serial 1,/);
      expect(refused.output).toMatch(
        /S3: +s3:\/\/my-terraform-state-prod\/bootstrap\/terraform.tfstate\n +serial \d+,/,
      );
      expect(refused.output).toContain("(an-older-key)");
      expect(await account.stateVersions()).toEqual(before);
      expect(await readFile(checkout.localState, "utf8")).toBe(stale);
    }),
);

test.concurrent("a caller that the bucket policies would lock out is refused before anything is created", () =>
  inFreshAccount(async ({ emulator, checkout, s3: client }) => {
    const role = "arn:aws:iam::123456789012:role/ops/Unlisted";
    const principals = new Principals(emulator, exampleSettings);
    await principals.create([role]);
    const unlisted = await principals.variablesOf(role, "ap-northeast-1");
    const refused = {
      exitCode: 1,
      output: expect.stringMatching(
        /role\/ops\/Unlisted would lose access .*: name "ops\/Unlisted" in organization\.stateAccess\.administrators\.roles/,
      ) as string,
    };
    expect(await checkout.bootstrap(unlisted)).toMatchObject(refused);
    const later = ["bootstrap", "--auto-approve", "--output", checkout.outdir];
    expect(await operation({ env: { ...emulator.env, ...unlisted } }, "deploy", ...later)).toMatchObject(refused);
    expect((await client.send(new ListBucketsCommand({}))).Buckets ?? []).toEqual([]);
  }),
);

test.concurrent("a role of that name that bootstrap did not create is not changed", () =>
  inFreshAccount(async ({ emulator, checkout }) => {
    const iam = new IAMClient(clientFor(emulator));
    const role = { RoleName: "TerraformExecutionRole", AssumeRolePolicyDocument: trustOfAccount() };
    await iam.send(new CreateRoleCommand(role));
    const { exitCode, output } = await checkout.bootstrap();
    expect(exitCode).toBe(1);
    expect(output).toContain(
      "role arn:aws:iam::123456789012:role/TerraformExecutionRole exists, but bootstrap did not create it",
    );
    expect(output).toContain("organization.stateAccess.createRoles");
  }),
);

/** The local state of a move that was killed before it deleted it: a move changes lineage and serial, nothing else. */
function asLocalState(text: string): string {
  return JSON.stringify({ ...(JSON.parse(text) as object), serial: 30, lineage: "local" });
}

/** The state of a bootstrap that made another key, as a forgotten checkout may hold it. */
function withOlderKey(text: string): string {
  const state = JSON.parse(text) as { resources: { type: string; instances: { attributes: { id: string } }[] }[] };
  for (const { type, instances } of state.resources) {
    if (type === "aws_kms_key") for (const { attributes } of instances) attributes.id = "an-older-key";
  }
  return JSON.stringify({ ...state, serial: 1 });
}
