import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import type { Emulator } from "../../emulator/emulator";
import { Principals } from "../../emulator/principals/principals";
import type { JudgedCall } from "../../emulator/record";
import { bucketConfigured, bucketsDenied, bucketsUsed } from "../../src/constructs/state/audit/event-patterns";
import { validateSettings } from "../../src/settings/validate";
import { stateAccessOf } from "../../src/stacks/bootstrap-access";
import { bootstrapAccountOf } from "../../src/stacks/bootstrap-accounts";
import { fits } from "../constructs/state/audit/event-bridge";
import { objectCall, session } from "../constructs/state/audit/records";
import { change } from "../settings/example-settings";
import { startBootstrapped } from "../support/bootstrapped";
import { type Account, s3, s3As } from "../support/checkout";
import { dev, organization, prod } from "../support/example";
import { Rehearsal, refusalsIn, undecidedIn } from "../support/rehearsal";

const key = "eks-cluster/terraform.tfstate";
const stateOfProd = { Bucket: "my-terraform-state-prod", Key: "bootstrap/terraform.tfstate" };
const roleArn = (name: string) => `arn:aws:iam::123456789012:role/${name}`;

/** Each environment has a deploy role of its own. */
const environments = [change(dev, { "state.principals": { roles: ["DevDeployer"] } }), prod];
const settings = validateSettings(organization, environments);

let account: Account;
let principals: Principals;
let rehearsal: Rehearsal;

beforeAll(async () => {
  account = await startBootstrapped();
  principals = new Principals(account, settings);
  rehearsal = await Rehearsal.create(account);
  rehearsal.synthesize(organization, environments);
  await rehearsal.init("bootstrap", "administrator");
  await rehearsal.apply("bootstrap", "administrator");
});

afterAll(async () => {
  await rehearsal.remove();
  await account.stop();
});

async function as(arn: string): Promise<Emulator> {
  return { ...account, env: { ...account.env, ...(await principals.variablesOf(arn, "ap-northeast-1")) } };
}

/** The last call of an operation that was denied. */
async function lastDenied(operation: string): Promise<JudgedCall> {
  const calls = await account.calls();
  const found = calls.filter(({ call, verdict }) => call.operation === operation && verdict?.decision === "denied");
  const last = found.at(-1);
  if (!last) throw new Error(`no ${operation} was denied`);
  return last;
}

/** The names of the alerts about an environment's bucket that CloudTrail's record of a denied call raises. */
async function alertsAbout(name: "dev" | "prod", operation: string): Promise<string[]> {
  const { call, errorCode = "" } = await lastDenied(operation);
  const { Bucket, Key } = call.parameters;
  const who = session(call.caller.principalArn.split("role/")[1] ?? "");
  const event = objectCall(String(Bucket), String(Key), { who, eventName: operation, errorCode });
  const environment = settings.environments.find((one) => one.name === name) ?? settings.environments[0];
  if (!environment) throw new Error(`no environment ${name}`);
  const bucketName = `my-terraform-state-${name}`;
  const buckets = [{ bucketName, bucketArn: `arn:aws:s3:::${bucketName}` }];
  const access = stateAccessOf(bootstrapAccountOf(settings), environment);
  const patterns = Object.entries({
    used: bucketsUsed(buckets, access),
    denied: bucketsDenied(buckets),
    configured: bucketConfigured(bucketName),
  });
  const asJson = (value: unknown) => JSON.parse(JSON.stringify(value)) as Parameters<typeof fits>[0];
  return patterns.flatMap(([alert, pattern]) => (fits(asJson(pattern), asJson(event)) ? [alert] : []));
}

/** Terraform wraps its messages. */
function inOneLine(output: string): string {
  return output.replaceAll(/[\s│]+/g, " ");
}

test("an apply of the planner is refused before it changes anything, with an alert", async () => {
  await rehearsal.init("dev", "planner");
  const locked = await rehearsal.terraform("planner", "dev", "apply", "-auto-approve", "-input=false");
  expect(locked.exitCode).toBe(1);
  expect(inOneLine(locked.output)).toContain("TerraformPlanRole/operator is not authorized to perform: s3:PutObject");
  expect(await alertsAbout("dev", "PutObject")).toEqual(["denied"]);

  const unlocked = ["-lock=false", "-target=aws_vpc.vpc"];
  const applied = await rehearsal.terraform("planner", "dev", "apply", "-auto-approve", "-input=false", ...unlocked);
  expect(applied.exitCode).toBe(1);
  expect(inOneLine(applied.output)).toContain("not authorized to perform: ec2:CreateVpc");
});

test("dev's deploy role deploys dev, and AWS refuses nothing", async () => {
  const deployer = await as(roleArn("DevDeployer"));
  const { length } = await account.calls();
  await rehearsal.init("dev", deployer);
  await rehearsal.apply("dev", deployer);
  const calls = (await account.calls()).slice(length);
  expect(new Set(calls.map(({ call }) => call.caller.principalArn))).toEqual(new Set([roleArn("DevDeployer")]));
  expect([...refusalsIn(calls), ...undecidedIn(calls)]).toEqual([]);
});

test("dev's deploy role neither reads nor writes the state of prod, with an alert", async () => {
  const deployer = await as(roleArn("DevDeployer"));
  await expect(s3As(deployer).send(new GetObjectCommand({ ...stateOfProd, Key: key }))).rejects.toMatchObject({
    name: "AccessDenied",
    message: expect.stringContaining("assumed-role/DevDeployer/operator is not authorized to perform: s3:") as string,
  });
  expect(await alertsAbout("prod", "GetObject")).toEqual(["denied"]);
  const writing = s3As(deployer).send(new PutObjectCommand({ ...stateOfProd, Key: key, Body: "{}" }));
  await expect(writing).rejects.toMatchObject({ name: "AccessDenied" });
  expect(await alertsAbout("prod", "PutObject")).toEqual(["denied"]);
});

test("a stranger with every permission in the account does not read a state, with an alert", async () => {
  const arn = roleArn("Stranger");
  await principals.create([arn]);
  const stranger = await as(arn);
  await expect(s3(account).send(new HeadObjectCommand(stateOfProd))).resolves.toBeDefined();
  await expect(s3As(stranger).send(new GetObjectCommand(stateOfProd))).rejects.toMatchObject({
    name: "AccessDenied",
    message: expect.stringContaining("with an explicit deny") as string,
  });
  expect(await alertsAbout("prod", "GetObject")).toEqual(["denied"]);
});
