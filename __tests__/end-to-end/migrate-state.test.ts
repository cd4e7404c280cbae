import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { DeleteObjectCommand, GetObjectCommand, ListObjectVersionsCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { startEmulator } from "../../emulator/emulator";
import { parseState, resourceIds } from "../../src/commands/remote-state/terraform-state";
import { startAdministrator, startBootstrapped } from "../support/bootstrapped";
import { type Account, Checkout, s3 } from "../support/checkout";
import { operation } from "../support/operation";

const stateObject = { Bucket: "my-terraform-state-dev", Key: "eks-cluster/terraform.tfstate" };

let emulator: Account;
let checkout: Checkout;
let localFile: string;

beforeEach(async () => {
  emulator = await startBootstrapped();
  checkout = await Checkout.create(emulator);
  localFile = path.join(path.dirname(checkout.localState), "terraform.dev.tfstate");
});

afterEach(async () => {
  await checkout.remove();
  await emulator.stop();
});

function stateWithVpc(id: string): string {
  return JSON.stringify({
    version: 4,
    terraform_version: "1.11.0",
    serial: 3,
    lineage: `lineage-of-${id}`,
    outputs: {},
    resources: [
      {
        mode: "managed",
        type: "aws_vpc",
        name: "vpc",
        provider: 'provider["registry.terraform.io/hashicorp/aws"]',
        instances: [{ schema_version: 1, attributes: { id } }],
      },
    ],
  });
}

async function stateInS3(): Promise<string> {
  const object = await s3(emulator).send(new GetObjectCommand(stateObject));
  return (await object.Body?.transformToString()) ?? "";
}

test("a local state is moved to the environment's bucket and only then deleted", async () => {
  await writeFile(localFile, stateWithVpc("vpc-1"));

  expect(await checkout.migrateState("dev", localFile)).toMatchObject({
    exitCode: 0,
    output: expect.stringContaining("verified 1 resources") as string,
  });

  expect([...resourceIds(parseState(await stateInS3(), "S3"))]).toEqual([["aws_vpc.vpc", "vpc-1"]]);
  expect(existsSync(localFile)).toBe(false);
});

test("a checkout that deployed on local state plans from S3 after the move", async () => {
  await checkout.cdktf("synth");
  await mkdir(path.join(checkout.stack("dev"), ".terraform"));
  const pointer = {
    version: 3,
    terraform_version: "1.11.0",
    backend: { type: "local", config: { path: localFile }, hash: 1 },
  };
  await writeFile(path.join(checkout.stack("dev"), ".terraform", "terraform.tfstate"), JSON.stringify(pointer));
  await writeFile(localFile, stateWithVpc("vpc-1"));

  expect(await checkout.migrateState("dev", localFile)).toMatchObject({ exitCode: 0 });

  expect(await checkout.terraform("dev", "init", "-input=false", "-no-color")).toMatchObject({ exitCode: 0 });
  const pulled = await checkout.terraform("dev", "state", "list");
  expect(pulled).toEqual({ exitCode: 0, output: "aws_vpc.vpc" });
});

test("a state that was deleted from S3 is not replaced by a local one", async () => {
  await s3(emulator).send(new PutObjectCommand({ ...stateObject, Body: stateWithVpc("vpc-1") }));
  await s3(emulator).send(new DeleteObjectCommand(stateObject));
  await writeFile(localFile, stateWithVpc("vpc-2"));

  const refused = await checkout.migrateState("dev", localFile);

  expect(refused.exitCode).toBe(1);
  expect(refused.output).toContain("eks-cluster/terraform.tfstate was deleted");
  expect(refused.output).toContain("npm run state -- restore dev ");
  expect(existsSync(localFile)).toBe(true);
});

test("an environment that does not exist is answered with those that do, before the file is looked for", async () => {
  const refused = await checkout.migrateState("nowhere", localFile);
  expect(refused.exitCode).toBe(1);
  expect(refused.output).toContain("there is no environment named nowhere");
});

test("a local state without resources is not taken for the state in S3", async () => {
  await s3(emulator).send(new PutObjectCommand({ ...stateObject, Body: stateWithVpc("vpc-1") }));
  await writeFile(localFile, JSON.stringify({ ...JSON.parse(stateWithVpc("vpc-1")), serial: 9, resources: [] }));

  const refused = await checkout.migrateState("dev", localFile);

  expect(refused.exitCode).toBe(1);
  expect(refused.output).toContain("serial 9, 0 resources");
  expect(refused.output).toContain("only in S3: aws_vpc.vpc (vpc-1)");
  expect(existsSync(localFile)).toBe(true);
});

test("variables that change what Terraform does are refused before anything else is done", async () => {
  await writeFile(localFile, stateWithVpc("vpc-1"));
  const env = { ...emulator.deployer.env, TF_CLI_ARGS_init: "-lock=false" };
  const refused = await operation({ env }, "migrate-state", "dev", "--local-state", localFile);
  expect(refused.exitCode).toBe(1);
  expect(refused.output).toContain('TF_CLI_ARGS_init: got "-lock=false", which sets -lock');
});

test("a move onto a key that holds another state is refused and overwrites nothing", async () => {
  await writeFile(localFile, stateWithVpc("vpc-1"));
  await checkout.migrateState("dev", localFile);
  const before = await s3(emulator).send(new ListObjectVersionsCommand({ Bucket: stateObject.Bucket }));
  await writeFile(localFile, stateWithVpc("vpc-2"));

  const refused = await checkout.migrateState("dev", localFile);

  expect(refused.exitCode).toBe(1);
  expect(refused.output).toContain("only in the local file: aws_vpc.vpc (vpc-2)");
  expect(refused.output).toContain("only in S3: aws_vpc.vpc (vpc-1)");
  expect(existsSync(localFile)).toBe(true);
  const after = await s3(emulator).send(new ListObjectVersionsCommand({ Bucket: stateObject.Bucket }));
  expect(after.Versions).toEqual(before.Versions);
});

test("before bootstrap the move is refused with what to do first", async () => {
  await writeFile(localFile, stateWithVpc("vpc-1"));
  const empty = await startAdministrator(await startEmulator({ judged: true }));
  const refused = await checkout.as(empty).migrateState("dev", localFile);
  await empty.stop();
  expect(refused.exitCode).toBe(1);
  expect(refused.output).toContain("bucket my-terraform-state-dev, which stores the state of dev, does not exist");
  expect(refused.output).toContain("npm run bootstrap");
  expect(existsSync(localFile)).toBe(true);
});
