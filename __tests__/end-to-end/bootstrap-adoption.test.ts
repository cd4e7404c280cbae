import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { CloudTrailClient, CreateTrailCommand } from "@aws-sdk/client-cloudtrail";
import { CloudWatchLogsClient, CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { Testing } from "cdktf";
import { type Emulator, startEmulator } from "../../emulator/emulator";
import { dev, organization, prod } from "../support/example";
import { type Adoption, findAdoptions, writeImportBlocks } from "../../src/commands/bootstrap/adopt";
import { terraform } from "../../src/commands/terraform/processes";
import { stackFolder } from "../../src/commands/remote-state/backend";
import { validateSettings } from "../../src/settings/validate";
import { BootstrapStack } from "../../src/stacks/bootstrap-stack";
import { emulatorTarget } from "../../src/target/emulator";
import { clientFor } from "../support/checkout";

const account = "210987654321";
const replicaRegion = "ap-northeast-3";
const executionRole = "Applies Terraform to the environments whose state names it";

jest.setTimeout(120_000);

let outdir: string;
let emulator: Emulator;

beforeAll(async () => {
  outdir = await mkdtemp(path.join(tmpdir(), "bootstrap-adoption-"));
  const settings = validateSettings(organization, [
    { ...dev, account, state: { encryption: "aws:kms" } },
    { ...prod, state: { ...prod.state, replicaRegion } },
  ]);
  const localStateFile = path.join(outdir, "terraform.bootstrap.tfstate");
  const stack = new BootstrapStack(Testing.app(), "bootstrap", { settings, target: emulatorTarget, localStateFile });
  await mkdir(stackFolder(outdir, "bootstrap"), { recursive: true });
  await writeFile(path.join(stackFolder(outdir, "bootstrap"), "cdk.tf.json"), Testing.synth(stack));
});

beforeEach(async () => {
  emulator = await startEmulator();
  Object.assign(process.env, emulator.env);
});

afterEach(async () => {
  await emulator.stop();
});

afterAll(async () => {
  await rm(outdir, { recursive: true });
});

/** The emulator takes an access key of twelve digits for the account that it belongs to. */
function inOtherAccount() {
  return { ...clientFor(emulator), credentials: { accessKeyId: account, secretAccessKey: "emulator" } };
}

function inReplicaRegion() {
  return { ...clientFor(emulator), region: replicaRegion };
}

type Place = ReturnType<typeof clientFor>;

async function makeBucket(place: Place, Bucket: string, ObjectLockEnabledForBucket = false): Promise<void> {
  const client = new S3Client({ ...place, forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket }));
}

async function makeRole(place: Place, RoleName: string, Description?: string): Promise<void> {
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [] });
  await new IAMClient(place).send(new CreateRoleCommand({ RoleName, Description, AssumeRolePolicyDocument }));
}

async function makeKey(place: Place, AliasName: string): Promise<string> {
  const client = new KMSClient(place);
  const { KeyMetadata } = await client.send(new CreateKeyCommand({}));
  await client.send(new CreateAliasCommand({ AliasName, TargetKeyId: KeyMetadata?.KeyId }));
  return KeyMetadata?.KeyId ?? "";
}

/** Makes the trail of the other account, and what it writes to. */
async function makeTrail(place: Place, bucket = `my-terraform-state-audit-${account}`): Promise<void> {
  await makeBucket(place, bucket, true);
  await new CloudWatchLogsClient(place).send(
    new CreateLogGroupCommand({ logGroupName: "/aws/cloudtrail/platform-audit" }),
  );
  await new CloudTrailClient(place).send(new CreateTrailCommand({ Name: "platform-audit", S3BucketName: bucket }));
}

/** What Terraform says of a plan with import blocks for these resources. */
async function planWith(adoptions: readonly Adoption[]): Promise<string> {
  const options = { cwd: stackFolder(outdir, "bootstrap"), env: emulator.env, stdin: "ignore" } as const;
  await writeImportBlocks(path.join(options.cwd, "adopted.tf.json"), adoptions);
  await terraform(["init", "-input=false"], options);
  return (await terraform(["plan", "-input=false", "-no-color"], options)).stdout;
}

test("where no account and no region has anything, there is nothing to take over", async () => {
  expect(await findAdoptions(outdir)).toEqual([]);
});

test("what a killed run left in another account and another region is found there, and taken over by Terraform", async () => {
  await makeBucket(inOtherAccount(), "my-terraform-state-dev");
  await makeRole(inOtherAccount(), "TerraformExecutionRole", executionRole);
  const key = await makeKey(inOtherAccount(), "alias/terraform-state");
  await makeTrail(inOtherAccount());
  await makeBucket(inReplicaRegion(), "my-terraform-state-prod-replica");
  const replicaKey = await makeKey(inReplicaRegion(), "alias/terraform-state-prod-replica");

  const adoptions = await findAdoptions(outdir);

  expect(adoptions.sort((a, b) => a.to.localeCompare(b.to))).toEqual([
    {
      to: `aws_cloudtrail.audit_${account}_ap_northeast_1`,
      id: `arn:aws:cloudtrail:ap-northeast-1:${account}:trail/platform-audit`,
    },
    { to: `aws_cloudwatch_log_group.audit_${account}_ap_northeast_1_group`, id: "/aws/cloudtrail/platform-audit" },
    { to: `aws_iam_role.role_TerraformExecutionRole_${account}`, id: "TerraformExecutionRole" },
    { to: "aws_kms_alias.replica_prod_key_alias", id: "alias/terraform-state-prod-replica" },
    { to: `aws_kms_alias.state_key_${account}_ap_northeast_1_alias`, id: "alias/terraform-state" },
    { to: "aws_kms_key.replica_prod_key", id: replicaKey },
    { to: `aws_kms_key.state_key_${account}_ap_northeast_1`, id: key },
    { to: `aws_s3_bucket.audit_${account}_ap_northeast_1_logs`, id: `my-terraform-state-audit-${account}` },
    { to: "aws_s3_bucket.replica_prod", id: "my-terraform-state-prod-replica" },
    { to: "aws_s3_bucket.state_dev", id: "my-terraform-state-dev" },
  ]);
  expect(await planWith(adoptions)).toMatch(/^Plan: 10 to import, \d+ to add, \d+ to change, 0 to destroy\.$/m);
});

test("a role of that name that bootstrap did not create in another account is not changed", async () => {
  await makeRole(inOtherAccount(), "TerraformPlanRole", "somebody's");

  await expect(findAdoptions(outdir)).rejects.toThrow(
    `role arn:aws:iam::${account}:role/TerraformPlanRole exists, but bootstrap did not create it`,
  );
});

test("a trail that writes to another bucket shows that the prefix was changed, and is refused", async () => {
  await makeTrail(inOtherAccount(), "earlier-prefix-audit");

  await expect(findAdoptions(outdir)).rejects.toMatchObject({
    name: "CommandError",
    message: expect.stringMatching(
      /platform-audit writes to bucket earlier-prefix-audit, but the settings specify my-terraform-state-audit-\d+: .*stateBucketPrefix/,
    ) as string,
  });
});

test("a bucket in another region than the settings want is refused", async () => {
  await makeBucket(clientFor(emulator), "my-terraform-state-prod-replica");

  await expect(findAdoptions(outdir)).rejects.toThrow(
    "bucket my-terraform-state-prod-replica is in ap-northeast-1, but the settings specify ap-northeast-3",
  );
});

test("where the role in another account cannot be assumed, account, role and setting are named", async () => {
  const sts = await refusingSts();
  process.env.AWS_ENDPOINT_URL_STS = `http://127.0.0.1:${(sts.address() as AddressInfo).port}`;
  try {
    await expect(findAdoptions(outdir)).rejects.toMatchObject({
      name: "CommandError",
      message:
        `these credentials are not allowed to assume arn:aws:iam::${account}:role/OrganizationAccountAccessRole, ` +
        `which bootstrap uses in account ${account}: AccessDenied: not trusted`,
      nextStep: expect.stringContaining("organization.bootstrap.assumeRole") as string,
    });
  } finally {
    delete process.env.AWS_ENDPOINT_URL_STS;
    sts.close();
  }
});

/** The emulator lets everybody assume any role. */
async function refusingSts(): Promise<Server> {
  const denial =
    "<ErrorResponse><Error><Code>AccessDenied</Code><Message>not trusted</Message></Error></ErrorResponse>";
  const server = createServer((_request, response) => response.writeHead(403).end(denial)).listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}
