import { CopyObjectCommand, DeleteObjectCommand, HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import type { Emulator } from "../../emulator/emulator";
import { diagnose } from "../../src/commands/doctor/doctor";
import { listVersions } from "../../src/commands/remote-state/versions";
import { startBootstrapped } from "../support/bootstrapped";
import { s3 } from "../support/checkout";
import { answeredOperation, operation } from "../support/operation";
import { SmallStack } from "../support/small-stack";

const backend = { bucket: "my-terraform-state-dev", key: "eks-cluster/terraform.tfstate", region: "ap-northeast-1" };
const object = { Bucket: backend.bucket, Key: backend.key };

let emulator: Emulator;
let stack: SmallStack;

beforeEach(async () => {
  emulator = (await startBootstrapped()).deployer;
  Object.assign(process.env, emulator.env);
  stack = await SmallStack.create(emulator, { environment: "dev" });
});

afterEach(async () => {
  await stack.remove();
  await emulator.stop();
});

async function state(...args: string[]) {
  return operation(emulator, "state", ...args);
}

/** Applies one resource and then two more, so that the state has two versions. */
async function applyTwice(): Promise<void> {
  await stack.apply();
  await stack.setResources(3);
  await stack.apply();
}

/** Ids of the versions of the state, the newest first. */
async function versionIds(): Promise<string[]> {
  return (await listVersions(s3(emulator), backend)).map(({ versionId }) => versionId);
}

/** What doctor says about the state. */
async function stateCheck(): Promise<{ outcome: string; detail: string; nextStep?: string }> {
  const { checks } = await diagnose("dev");
  const found = checks.find(({ name }) => name === "state");
  if (!found) throw new Error(JSON.stringify(checks));
  return found;
}

/** Runs the command that doctor named, as it named it. */
async function follow(nextStep: string | undefined): Promise<void> {
  const args = /^npm run state -- (.*)$/m.exec(nextStep ?? "")?.[1]?.split(" ") ?? [];
  const { exitCode, output } = await state(...args, "--auto-approve");
  expect({ exitCode, output }).toEqual({ exitCode: 0, output: expect.stringContaining("read it back") as string });
}

async function expectNoChanges(): Promise<void> {
  expect(await stack.plan()).toEqual({ exitCode: 0, output: expect.stringContaining("No changes.") as string });
  expect(await stateCheck()).toMatchObject({ outcome: "ok" });
}

test("a state that was deleted is found by doctor and restored by the step that it names", async () => {
  await applyTwice();
  await s3(emulator).send(new DeleteObjectCommand(object));
  expect(await stack.plan()).toEqual({ exitCode: 2, output: expect.stringContaining("3 to add") as string });

  const { outcome, detail, nextStep } = await stateCheck();
  expect(outcome).toBe("failure");
  expect(detail).toMatch(
    /^the state of dev was deleted: .* but its last version still exists: serial 2, 3 resources, /,
  );

  await follow(nextStep);
  await expectNoChanges();
});

test("a state that was corrupted is found by doctor and restored by the step that it names", async () => {
  await applyTwice();
  await s3(emulator).send(new PutObjectCommand({ ...object, Body: '{"version": 4, "serial": 3, "resou' }));
  expect(await stack.plan()).toMatchObject({ exitCode: 1 });

  const { outcome, detail, nextStep } = await stateCheck();
  expect(outcome).toBe("failure");
  expect(detail).toContain("s3://my-terraform-state-dev/eks-cluster/terraform.tfstate is not JSON");

  await follow(nextStep);
  await expectNoChanges();
});

test("an older state that replaced a newer one is found by its serial, and the newer one is restored", async () => {
  await applyTwice();
  const [newer, older] = await versionIds();
  await s3(emulator).send(
    new CopyObjectCommand({ ...object, CopySource: `${backend.bucket}/${backend.key}?versionId=${older ?? ""}` }),
  );
  expect(await stack.plan()).toEqual({ exitCode: 2, output: expect.stringContaining("2 to add") as string });

  const { detail, nextStep } = await stateCheck();
  expect(detail).toMatch(
    new RegExp(`was reverted\n +now: +serial 1, .*\n +before: serial 2, .*, version ${newer ?? ""} of `),
  );

  await follow(nextStep);
  await expectNoChanges();
  const history = await state("history", "dev");
  expect(history.output).toMatch(/\S+ +\S+Z +\d+ +3 +3 +latest\n\S+ +\S+Z +\d+ +1 +1 +older than the version before\n/);
});

test("versions are listed, shown and compared by name, without any value from them", async () => {
  const secret = "correct-horse-battery-staple";
  await stack.apply();
  await stack.write("more", { terraform_data: { database: { input: { password: secret } } } });
  await stack.apply();
  await stack.write("more", { terraform_data: { database: { input: { password: `${secret}-2` } } } });
  await stack.apply();
  const [latest = "", middle = "", first = ""] = await versionIds();

  const outputs = [
    await state("history", "dev", "--json"),
    await state("show", "dev"),
    await state("diff", "dev", first),
    await state("diff", "dev", middle, latest, "--json"),
  ];
  const [history, show, diff, change] = outputs.map(({ stdout }) => stdout);

  expect(outputs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0]);
  expect(JSON.parse(history ?? "")).toMatchObject({
    total: 3,
    versions: [
      { versionId: latest, serial: 3, resources: 2, isLatest: true },
      { versionId: middle, serial: 2, resources: 2, isLatest: false },
      { versionId: first, serial: 1, resources: 1, isLatest: false },
    ],
  });
  expect(show).toContain("\n\nterraform_data.database\nterraform_data.resource_1");
  expect(diff).toMatch(/\n\+ terraform_data\.database$/);
  expect(JSON.parse(change ?? "")).toMatchObject({
    added: [],
    removed: [],
    changed: { "terraform_data.database": ["input", "output"] },
  });
  expect(outputs.map(({ output }) => output).join("\n")).not.toContain(secret);
});

test("a restore is encrypted as Terraform encrypts prod, and a plan made before it is stale", async () => {
  const prod = await SmallStack.create(emulator, { environment: "prod" });
  try {
    await prod.apply();
    await prod.setResources(2);
    await prod.apply();
    const [, first = ""] = (await listVersions(s3(emulator), { ...backend, bucket: "my-terraform-state-prod" })).map(
      ({ versionId }) => versionId,
    );
    await prod.terraform("plan", "-out=earlier.tfplan", "-destroy");
    const { stdout } = await state("restore", "prod", first, "--auto-approve", "--json");
    const { newVersion } = JSON.parse(stdout) as { newVersion: string };
    const head = await s3(emulator).send(
      new HeadObjectCommand({ ...object, Bucket: "my-terraform-state-prod", VersionId: newVersion }),
    );
    expect(head).toMatchObject({ ServerSideEncryption: "aws:kms", ContentType: "application/json" });
    expect(head.SSEKMSKeyId).toMatch(/alias\/terraform-state|key\//);
    expect(await prod.terraform("apply", "earlier.tfplan")).toEqual({
      exitCode: 1,
      output: expect.stringContaining("Saved plan is stale") as string,
    });
  } finally {
    await prod.remove();
  }
});

test("a restore that is not approved, of an unknown version or of the current one changes nothing", async () => {
  await applyTwice();
  const before = await versionIds();
  const [latest = "", first = ""] = before;
  const refusals = [
    await state("restore", "dev", first),
    await state("restore", "dev", "no-such-version", "--auto-approve"),
    await state("restore", "dev", latest, "--auto-approve"),
  ];
  expect(refusals.map(({ exitCode }) => exitCode)).toEqual([1, 1, 1]);
  expect(refusals[0]?.output).toContain("pass --auto-approve");
  expect(refusals[1]?.output).toContain("there is no version no-such-version of the state of dev");
  expect(refusals[2]?.output).toContain("is already the current one");
  expect(await versionIds()).toEqual(before);
});

test("in a terminal, a restore is approved only by typing the name of the environment", async () => {
  await applyTwice();
  const [latest = "", first = ""] = await versionIds();
  const type = async (answer: string) =>
    answeredOperation(
      emulator,
      { question: "Restore this version? Type dev to confirm", answer },
      "state",
      "restore",
      "dev",
      first,
    );

  for (const answer of ["prod\n", "\u0003", "\u0004"]) {
    expect(await type(answer)).toMatchObject({
      exitCode: 1,
      output: expect.stringMatching(
        /error: not approved\n\nnext: nothing was changed; run the command again and type dev$/,
      ) as string,
    });
  }
  expect(await versionIds()).toEqual([latest, first]);

  expect(await type("dev\n")).toMatchObject({ exitCode: 0, output: expect.stringContaining("read it back") as string });
  expect(await versionIds()).toHaveLength(3);
});
