import { readdir } from "node:fs/promises";
import { DescribeClusterCommand, EKSClient, ListClustersCommand } from "@aws-sdk/client-eks";
import { AttachRolePolicyCommand, DetachRolePolicyCommand, IAMClient } from "@aws-sdk/client-iam";
import { HeadObjectCommand } from "@aws-sdk/client-s3";
import { readLock, waitForApplyLock } from "../../src/commands/remote-state/lock";
import { listVersions } from "../../src/commands/remote-state/versions";
import { startBootstrapped } from "../support/bootstrapped";
import { type Account, Checkout, clientFor, s3 } from "../support/checkout";

const devState = { bucket: "my-terraform-state-dev", key: "eks-cluster/terraform.tfstate", region: "ap-northeast-1" };
const prodState = { ...devState, bucket: "my-terraform-state-prod" };
const noChanges = { exitCode: 0, output: expect.stringContaining("No changes.") as string };

let emulator: Account;
let checkout: Checkout;
let secondCheckout: Checkout;

beforeAll(async () => {
  emulator = await startBootstrapped();
  checkout = await Checkout.create(emulator);
  secondCheckout = await Checkout.create(emulator);
});

afterAll(async () => {
  await checkout.remove();
  await secondCheckout.remove();
  await emulator.stop();
});

test("dev deploys, and a second plan is refused while the deploy holds the lock", async () => {
  await secondCheckout.cdktf("synth");
  const deployed = new AbortController();
  const deploy = checkout.cdktf("deploy", "dev", "--auto-approve").finally(() => {
    deployed.abort();
  });
  const lock = await waitForApplyLock(s3(emulator), devState, deployed.signal);
  const second = await secondCheckout.as(emulator.deployer).cdktf("diff", "dev", "--skip-synth");
  expect(await deploy).toMatchObject({ exitCode: 0 });

  expect(second.exitCode).not.toBe(0);
  expect(second.output).toContain("Error acquiring the state lock");
  expect(second.output).toContain(lock?.ID);
  expect(second.output).toContain(lock?.Who);
  expect(await readLock(s3(emulator), devState)).toBeUndefined();
});

test("a plan right after the deploy of dev is empty, from JSON and from HCL alike", async () => {
  expect(await checkout.cdktf("diff", "dev")).toEqual(noChanges);

  expect(await checkout.cdktf("synth", "--hcl")).toMatchObject({ exitCode: 0 });
  expect(await readdir(checkout.stack("dev"))).not.toContain("cdk.tf.json");
  expect(await checkout.terraform("dev", "init", "-no-color", "-input=false")).toMatchObject({ exitCode: 0 });
  expect(await checkout.terraform("dev", "plan", "-no-color", "-detailed-exitcode")).toEqual(noChanges);
  expect(await checkout.terraform("dev", "fmt", "-check", "-diff")).toEqual({ exitCode: 0, output: "" });

  expect(await checkout.cdktf("diff", "dev")).toEqual(noChanges);
  expect(await readdir(checkout.stack("dev"))).not.toContain("cdk.tf");
});

test("a change that was made by hand shows as drift", async () => {
  const iam = new IAMClient(clientFor(emulator));
  const grant = { RoleName: "platform-dev-node", PolicyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" };
  await iam.send(new DetachRolePolicyCommand(grant));
  const plan = await checkout.terraform("dev", "plan", "-no-color", "-detailed-exitcode", "-lock=false");
  expect(plan).toEqual({ exitCode: 2, output: expect.stringContaining("Plan: 1 to add, 0 to change") as string });
  await iam.send(new AttachRolePolicyCommand(grant));
});

test("prod is reviewed by diff, then deploys, and a second plan is empty", async () => {
  const review = await checkout.cdktf("diff", "prod");
  expect(review).toEqual({
    exitCode: 0,
    output: expect.stringMatching(/Plan: \d+ to add, 0 to change, 0 to destroy/) as string,
  });

  expect(await checkout.cdktf("deploy", "prod", "--auto-approve")).toMatchObject({ exitCode: 0 });
  expect(await checkout.cdktf("diff", "prod")).toEqual(noChanges);

  const { clusters } = await new EKSClient(clientFor(emulator)).send(new ListClustersCommand({}));
  expect(clusters?.sort()).toEqual(["platform-dev", "platform-prod"]);
  const prod = await new EKSClient(clientFor(emulator)).send(new DescribeClusterCommand({ name: "platform-prod" }));
  expect(prod.cluster?.resourcesVpcConfig).toMatchObject({ endpointPrivateAccess: true, endpointPublicAccess: false });
});

test("each state object is versioned and encrypted, prod's under the bootstrap's key", async () => {
  const client = s3(emulator);
  const dev = await client.send(new HeadObjectCommand({ Bucket: devState.bucket, Key: devState.key }));
  expect(dev.ServerSideEncryption).toBe("AES256");
  const prod = await client.send(new HeadObjectCommand({ Bucket: prodState.bucket, Key: prodState.key }));
  expect(prod.ServerSideEncryption).toBe("aws:kms");
  expect(prod.SSEKMSKeyId).toMatch(/alias\/terraform-state|key\//);
  expect((await listVersions(client, devState)).length).toBeGreaterThan(0);
});

test.each(["bootstrap", "dev", "prod"])("Terraform validates %s in both formats without a warning", async (stack) => {
  for (const format of [[], ["--hcl"]]) {
    expect(await secondCheckout.cdktf("synth", ...format)).toMatchObject({ exitCode: 0 });
    expect(await secondCheckout.terraform(stack, "init", "-backend=false", "-no-color")).toMatchObject({ exitCode: 0 });
    expect(await secondCheckout.terraform(stack, "validate", "-no-color")).toEqual({
      exitCode: 0,
      output: "Success! The configuration is valid.\n",
    });
  }
});

test("dev is destroyed and prod stays as it is", async () => {
  expect(await checkout.cdktf("destroy", "dev", "--auto-approve")).toMatchObject({ exitCode: 0 });
  const { clusters } = await new EKSClient(clientFor(emulator)).send(new ListClustersCommand({}));
  expect(clusters).toEqual(["platform-prod"]);
  expect(await checkout.cdktf("diff", "prod")).toEqual(noChanges);
});
