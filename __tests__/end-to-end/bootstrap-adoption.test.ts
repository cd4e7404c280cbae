import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CloudTrailClient, CreateTrailCommand } from "@aws-sdk/client-cloudtrail";
import { CloudWatchLogsClient, CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreatePolicyCommand, CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { CreateBucketCommand, PutBucketPolicyCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { Testing } from "cdktf";
import { type Emulator, startEmulator } from "../../emulator/emulator";
import { Principals } from "../../emulator/principals/principals";
import { dev, organization, prod } from "../support/example";
import { type Adoption, findAdoptions } from "../../src/commands/bootstrap/adopt";
import { localConfiguration } from "../../src/commands/bootstrap/local-apply";
import { terraform } from "../../src/commands/terraform/processes";
import { checkMovedBootstrap } from "../../src/commands/checks/moved-bootstrap";
import { stackFolder } from "../../src/commands/remote-state/backend";
import { validateSettings } from "../../src/settings/validate";
import { BootstrapStack } from "../../src/stacks/bootstrap-stack";
import { emulatorTarget } from "../../src/target/emulator";
import { clientFor } from "../support/checkout";
import { trustOfAccount } from "../support/principals";

const account = "210987654321";
const replicaRegion = "ap-northeast-3";
const executionRole = "Applies Terraform to the environments whose state names it";
const boundaryOfDev = "Limits the roles of dev, whichever policies are attached to them";

let outdir: string;
let emulator: Emulator;
let principals: Principals;

/** Folder of the bootstrap stack of the main account, and of the other account. */
const folder = { main: "", other: "" };

const settings = validateSettings(organization, [
  { ...dev, account, state: { encryption: "aws:kms" } },
  { ...prod, state: { ...prod.state, replicaRegion } },
]);

beforeAll(async () => {
  outdir = await mkdtemp(path.join(tmpdir(), "bootstrap-adoption-"));
  for (const [which, name, accountId] of [
    ["main", "bootstrap", "123456789012"],
    ["other", `bootstrap-${account}`, account],
  ] as const) {
    folder[which] = stackFolder(outdir, name);
    const stack = new BootstrapStack(Testing.app(), name, { settings, accountId, target: emulatorTarget });
    await mkdir(folder[which], { recursive: true });
    await writeFile(path.join(folder[which], "cdk.tf.json"), Testing.synth(stack));
  }
});

beforeEach(async () => {
  emulator = await startEmulator({ judged: true });
  principals = new Principals(emulator, settings);
  Object.assign(process.env, emulator.env);
  await actIn("123456789012");
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
  const role = { RoleName, Description, AssumeRolePolicyDocument: trustOfAccount() };
  await new IAMClient(place).send(new CreateRoleCommand(role));
}

/** Creates a managed policy, and returns its ARN. */
async function makePolicy(place: Place, PolicyName: string, Description: string): Promise<string> {
  const Statement = [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }];
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  const { Policy } = await new IAMClient(place).send(
    new CreatePolicyCommand({ PolicyName, Description, PolicyDocument }),
  );
  return Policy?.Arn ?? "";
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
  const delivery = (Action: string, Resource: string) => {
    return { Effect: "Allow", Principal: { Service: "cloudtrail.amazonaws.com" }, Action, Resource };
  };
  const Statement = [
    delivery("s3:GetBucketAcl", `arn:aws:s3:::${bucket}`),
    delivery("s3:PutObject", `arn:aws:s3:::${bucket}/AWSLogs/*`),
  ];
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
  await new S3Client({ ...place, forcePathStyle: true }).send(new PutBucketPolicyCommand({ Bucket: bucket, Policy }));
  await new CloudWatchLogsClient(place).send(
    new CreateLogGroupCommand({ logGroupName: "/aws/cloudtrail/platform-audit" }),
  );
  await new CloudTrailClient(place).send(new CreateTrailCommand({ Name: "platform-audit", S3BucketName: bucket }));
}

/** From now on, this process and what it starts act as the account's user who bootstraps. */
async function actIn(accountId: string): Promise<void> {
  const administrator = `arn:aws:iam::${accountId}:user/terraform-user`;
  await principals.create([administrator]);
  Object.assign(process.env, await principals.variablesOf(administrator, organization.region));
}

/** What Terraform says of a plan with import blocks for these resources. */
async function planWith(cwd: string, adoptions: readonly Adoption[]): Promise<string> {
  const file = path.join(cwd, "cdk.tf.json");
  const localStateFile = path.join(cwd, "local.tfstate");
  const synthesized = await readFile(file, "utf8");
  await writeFile(file, localConfiguration(synthesized, { localStateFile, adoptions }));
  const options = { cwd, stdin: "ignore" } as const;
  await terraform(["init", "-input=false"], options);
  return (await terraform(["plan", "-input=false", "-no-color"], options)).stdout;
}

test("where no account and no region has anything, there is nothing to take over", async () => {
  expect(await findAdoptions(folder.main)).toEqual([]);
  await actIn(account);
  expect(await findAdoptions(folder.other)).toEqual([]);
});

test("what a killed run left in another region is found there, and taken over by Terraform", async () => {
  await makeBucket(inReplicaRegion(), "my-terraform-state-prod-replica");
  const replicaKey = await makeKey(inReplicaRegion(), "alias/terraform-state-prod-replica");

  const adoptions = await findAdoptions(folder.main);

  expect(adoptions.sort((a, b) => a.to.localeCompare(b.to))).toEqual([
    { to: "aws_kms_alias.replica_prod_key_alias", id: "alias/terraform-state-prod-replica" },
    { to: "aws_kms_key.replica_prod_key", id: replicaKey },
    { to: "aws_s3_bucket.replica_prod", id: "my-terraform-state-prod-replica" },
  ]);
  expect(await planWith(folder.main, adoptions)).toMatch(
    /^Plan: 3 to import, \d+ to add, \d+ to change, 0 to destroy\.$/m,
  );
});

test("what a killed run, or the single bootstrap stack of earlier versions, left in another account is taken over there", async () => {
  await makeBucket(inOtherAccount(), "my-terraform-state-dev");
  await makeRole(inOtherAccount(), "TerraformExecutionRole", executionRole);
  const key = await makeKey(inOtherAccount(), "alias/terraform-state");
  await makeTrail(inOtherAccount());
  await actIn(account);

  const adoptions = await findAdoptions(folder.other);

  expect(adoptions.sort((a, b) => a.to.localeCompare(b.to))).toEqual([
    { to: "aws_cloudtrail.audit", id: `arn:aws:cloudtrail:ap-northeast-1:${account}:trail/platform-audit` },
    { to: "aws_cloudwatch_log_group.audit_group", id: "/aws/cloudtrail/platform-audit" },
    { to: "aws_iam_role.role_TerraformExecutionRole", id: "TerraformExecutionRole" },
    { to: "aws_kms_alias.state_key_alias", id: "alias/terraform-state" },
    { to: "aws_kms_key.state_key", id: key },
    { to: "aws_s3_bucket.audit_logs", id: `my-terraform-state-audit-${account}` },
    { to: "aws_s3_bucket.state_dev", id: "my-terraform-state-dev" },
  ]);
  expect(await planWith(folder.other, adoptions)).toMatch(
    /^Plan: 7 to import, \d+ to add, \d+ to change, 0 to destroy\.$/m,
  );
});

test("nothing is taken over that another state in the account manages", async () => {
  const Bucket = "my-terraform-state-production";
  await makeBucket(clientFor(emulator), Bucket);
  const role = {
    mode: "managed",
    type: "aws_iam_role",
    name: "role",
    instances: [{ attributes: { name: "TerraformExecutionRole" } }],
  };
  const Body = JSON.stringify({
    version: 4,
    serial: 3,
    lineage: "old",
    terraform_version: "1.13.5",
    resources: [role],
  });
  const client = new S3Client({ ...clientFor(emulator), forcePathStyle: true });
  await client.send(new PutObjectCommand({ Bucket, Key: "bootstrap/terraform.tfstate", Body }));
  const region = "ap-northeast-1";
  const backend = {
    bucket: "my-terraform-state-prod",
    key: "bootstrap/terraform.tfstate",
    region,
    use_path_style: true,
  };

  await expect(checkMovedBootstrap({ stack: "bootstrap", backend, folder: folder.main })).rejects.toMatchObject({
    name: "CommandError",
    message: expect.stringContaining(`s3://${Bucket}/bootstrap/terraform.tfstate: serial 3, 1 resources`) as string,
    nextStep: expect.stringContaining("restore production in environments/") as string,
  });
});

test("a role of that name that bootstrap did not create in another account is not changed", async () => {
  await makeRole(inOtherAccount(), "TerraformPlanRole", "another purpose");
  await actIn(account);

  await expect(findAdoptions(folder.other)).rejects.toThrow(
    `role arn:aws:iam::${account}:role/TerraformPlanRole exists, but bootstrap did not create it`,
  );
});

test("policies that a killed run left are taken over, and those of another owner are not changed", async () => {
  const arn = await makePolicy(inOtherAccount(), "platform-dev-boundary", boundaryOfDev);
  await actIn(account);
  expect(await findAdoptions(folder.other)).toEqual([{ to: "aws_iam_policy.boundary_dev", id: arn }]);

  const foreign = await makePolicy(inOtherAccount(), "terraformexecutionrole-TAGGED", "another purpose");
  await expect(findAdoptions(folder.other)).rejects.toThrow(
    `policy ${foreign} exists, but bootstrap did not create it`,
  );
});

test("a trail that writes to another bucket shows that the prefix was changed, and is refused", async () => {
  await makeTrail(inOtherAccount(), "earlier-prefix-audit");
  await actIn(account);

  await expect(findAdoptions(folder.other)).rejects.toMatchObject({
    name: "CommandError",
    message: expect.stringMatching(
      /platform-audit writes to bucket earlier-prefix-audit, but the settings specify my-terraform-state-audit-\d+: .*stateBucketPrefix/,
    ) as string,
  });
});

test("a bucket in another region than the settings want is refused", async () => {
  await makeBucket(clientFor(emulator), "my-terraform-state-prod-replica");

  await expect(findAdoptions(folder.main)).rejects.toThrow(
    "bucket my-terraform-state-prod-replica is in ap-northeast-1, but the settings specify ap-northeast-3",
  );
});
