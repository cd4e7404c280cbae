import { cp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { HeadObjectCommand, ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { startEmulator, type Emulator } from "../../emulator/emulator";
import { credentialsOf } from "../../emulator/environment";
import { type Actor, actorsOf, presupposedPrincipals } from "../../emulator/principals/presupposed";
import { Principals } from "../../emulator/principals/principals";
import { projectRoot } from "../../src/commands/cli/project";
import { validateSettings } from "../../src/settings/validate";
import { environments, organization } from "../../fork/variants/two-accounts";
import { Checkout } from "../support/checkout";
import { createExampleProject } from "../support/example-project";
import { operation } from "../support/operation";
import { refusalsIn, undecidedIn } from "../support/rehearsal";

const region = "us-east-1";
const main = "444455556666";
const further = "111122223333";
const role = `arn:aws:iam::${further}:role/ops/Bootstrap`;
const settings = validateSettings(organization, environments);

let emulator: Emulator;
let principals: Principals;
let checkout: Checkout;

beforeAll(async () => {
  const project = path.join(tmpdir(), `accounts-${process.pid}`);
  await createExampleProject(project);
  const variant = path.join(projectRoot, "fork", "variants", "two-accounts");
  await cp(variant, path.join(project, "environments"), { recursive: true });
  process.env.EXAMPLE_PROJECT = project;
  emulator = await startEmulator({ accountId: main, region, judged: true });
  principals = new Principals(emulator, settings);
  await principals.create(presupposedPrincipals(settings).filter((arn) => arn !== role));
  checkout = await Checkout.create({ ...emulator, env: await administratorOf("prod") });
});

afterAll(async () => {
  await checkout.remove();
  await emulator.stop();
});

/** The emulator's variables as an actor in an environment's account. */
async function actingIn(name: string, actor: Actor): Promise<Record<string, string>> {
  return { ...emulator.env, ...(await principals.variablesOf(actorsOf(settings, { name })[actor], region)) };
}

async function administratorOf(name: string): Promise<Record<string, string>> {
  return actingIn(name, "administrator");
}

function s3Of(account: string): S3Client {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = credentialsOf(account, region);
  const options = { region, endpoint: emulator.endpoint, forcePathStyle: true };
  return new S3Client({ ...options, credentials: { accessKeyId, secretAccessKey } });
}

async function bucketsOf(account: string) {
  const { Buckets = [] } = await s3Of(account).send(new ListBucketsCommand({}));
  return Buckets.map(({ Name }) => Name).sort();
}

test("each account is bootstrapped by its own stack, and a failure in one leaves the others as they are", async () => {
  const first = await checkout.bootstrap();
  expect(first.exitCode).toBe(1);
  expect(first.output).toContain(`account ${main} (1 of 2)`);
  expect(first.output).toContain(`account ${further} (2 of 2)`);
  expect(first.output).toMatch(new RegExp(`^${main}  bootstrapped\n${further}  failed$`, "m"));
  expect(first.output).toMatch(
    /bootstrap failed in 1 of 2 accounts:\n +111122223333: .* not allowed to assume arn:aws:iam::111122223333:role\/ops\/Bootstrap/,
  );
  expect(await bucketsOf(further)).toEqual([]);

  await principals.create([role]);
  const second = await checkout.bootstrap();
  expect(second).toMatchObject({ exitCode: 0 });
  expect(second.output).toMatch(new RegExp(`^${main}  already bootstrapped\n${further}  bootstrapped$`, "m"));

  expect(await bucketsOf(main)).toEqual([
    "orbit-terraform-audit",
    "orbit-terraform-audit-access",
    "orbit-terraform-prod",
  ]);
  expect(await bucketsOf(further)).toEqual([
    "orbit-terraform-audit-111122223333",
    "orbit-terraform-audit-111122223333-access",
    "orbit-terraform-dev",
    "orbit-terraform-staging",
  ]);
  const state = { Bucket: "orbit-terraform-dev", Key: "bootstrap/terraform.tfstate" };
  await expect(s3Of(further).send(new HeadObjectCommand(state))).resolves.toBeDefined();

  const another = await checkout.bootstrap({}, "--account", further);
  expect(another).toMatchObject({
    exitCode: 1,
    output: expect.stringContaining("but --account names 111122223333") as string,
  });
  const alone = await checkout.bootstrap(await administratorOf("dev"), "--account", further);
  expect(alone).toMatchObject({
    exitCode: 0,
    output: expect.stringContaining("already bootstrapped: s3://orbit-terraform-dev/") as string,
  });
  const none = await checkout.bootstrap({ ...credentialsOf("999999999999", region), AWS_SESSION_TOKEN: "" });
  expect(none).toMatchObject({
    exitCode: 1,
    output: expect.stringContaining(`but the environments are in ${main}, ${further}`) as string,
  });

  for (const [environment, stack] of [
    ["prod", "bootstrap"],
    ["dev", `bootstrap-${further}`],
  ] as const) {
    const env = await administratorOf(environment);
    const deploy = await operation({ env }, "deploy", stack, "--auto-approve", "--output", checkout.outdir);
    expect([stack, deploy]).toMatchObject([stack, { exitCode: 0 }]);
    expect(deploy.output).toContain(`${stack} matches its configuration`);
    expect(await operation({ env }, "doctor", stack)).toMatchObject({ exitCode: 0 });
  }
});

test("an environment is deployed in its own account, and AWS refuses none of the calls", async () => {
  const deployer = { ...emulator, env: await actingIn("dev", "deployer") };
  await checkout.as(deployer).cdktf("synth");
  for (const args of [["init"], ["apply", "-auto-approve"]]) {
    const outcome = await checkout.as(deployer).terraform("dev", ...args, "-input=false", "-no-color");
    expect(outcome).toMatchObject({ exitCode: 0 });
  }
  const calls = await emulator.calls();
  const inFurther = calls.filter(({ call }) => call.caller.principalArn === `arn:aws:iam::${further}:role/ci/Deployer`);
  expect(inFurther.length).toBeGreaterThan(100);
  expect(new Set(inFurther.map(({ call }) => call.account))).toEqual(new Set([further]));
  expect([...refusalsIn(inFurther), ...undecidedIn(inFurther)]).toEqual([]);
});
