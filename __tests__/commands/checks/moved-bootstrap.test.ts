import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { checkMovedBootstrap } from "../../../src/commands/checks/moved-bootstrap";
import { parseState } from "../../../src/commands/remote-state/terraform-state";
import { validateSettings } from "../../../src/settings/validate";
import { environments, organization } from "../../support/example";
import { body, fakeS3, s3Error } from "../../support/fake-s3";

const settings = validateSettings(organization, environments);
const backend = { bucket: "my-terraform-state-prod", key: "bootstrap/terraform.tfstate", region: "ap-northeast-1" };

/** What the stack declares: two buckets, a role, and a resource without a name of its own. */
const resource = {
  aws_s3_bucket: { state_dev: { bucket: "my-terraform-state-dev" }, state_prod: { bucket: "my-terraform-state-prod" } },
  aws_iam_role: { planner: { name: "TerraformPlanRole" } },
  aws_sns_topic: { alerts: { name: "TerraformPlanRole" } },
};

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "moved-bootstrap-"));
  writeFileSync(path.join(folder, "cdk.tf.json"), JSON.stringify({ resource }));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
  jest.restoreAllMocks();
});

type Attributes = Readonly<Record<string, string>>;

function stateOf(resources: Readonly<Record<string, Attributes>>): string {
  return JSON.stringify({
    version: 4,
    serial: 3,
    lineage: "old",
    terraform_version: "1.13.5",
    resources: Object.entries(resources).map(([type, attributes]) => ({
      mode: "managed",
      type,
      name: "it",
      instances: [{ attributes }],
    })),
  });
}

const bootstrapState = stateOf({ aws_iam_role: { name: "TerraformPlanRole" }, aws_sqs_queue: { name: "queue" } });

/** Has S3 answer with these objects, by bucket and key; an error instead of an object is what S3 answers. */
function answering(objects: Readonly<Record<string, Readonly<Record<string, string | Error>>>>): void {
  const fake = fakeS3({
    ListBuckets: ({ ContinuationToken: token }) => {
      const names = Object.keys(objects);
      const Buckets = (token === undefined ? names.slice(0, 1) : names.slice(1)).map((Name) => ({ Name }));
      return { Buckets, ...(token === undefined ? { ContinuationToken: "more" } : {}) };
    },
    ListObjectsV2: ({ Bucket }) => ({ Contents: Object.keys(objects[String(Bucket)] ?? {}).map((Key) => ({ Key })) }),
    GetObject: ({ Bucket, Key }) => {
      const object = objects[String(Bucket)]?.[String(Key)];
      if (typeof object === "string") return { Body: body(object), LastModified: new Date("2026-11-26T12:00:00Z") };
      throw object ?? s3Error("NoSuchKey", 404);
    },
  });
  jest.spyOn(S3Client.prototype, "send").mockImplementation(fake.send.bind(fake) as never);
}

const refusal = async (declared = settings) => checkMovedBootstrap({ stack: "bootstrap", backend, folder }, declared);

test("a second state is refused after bootstrap.stateEnvironment was changed, with both described", async () => {
  answering({ "my-terraform-state-prod": {}, "my-terraform-state-dev": { [backend.key]: bootstrapState } });
  await expect(refusal()).rejects.toMatchObject({
    name: "CommandError",
    message: [
      "two states would manage the same resources of bootstrap:",
      "  in the settings: s3://my-terraform-state-prod/bootstrap/terraform.tfstate: none",
      "  in the account:  s3://my-terraform-state-dev/bootstrap/terraform.tfstate: serial 3, 2 resources, lineage old, written by Terraform 1.13.5, changed 2026-11-26T12:00:00.000Z",
      "  that one manages aws_iam_role TerraformPlanRole",
    ].join("\n"),
    nextStep: 'nothing was changed; name "dev" in organization.bootstrap.stateEnvironment',
  });
});

test("after an environment was renamed together with bootstrap.stateEnvironment, the old name is found", async () => {
  answering({ "my-terraform-state-production": { [backend.key]: bootstrapState } });
  await expect(refusal()).rejects.toMatchObject({
    message: expect.stringContaining(
      "s3://my-terraform-state-production/bootstrap/terraform.tfstate: serial 3",
    ) as string,
    nextStep: expect.stringMatching(
      /restore production in environments\/, or retire it by \{ name: "production", account: "123456789012" \} in organization\.bootstrap\.retired and name "production" in organization\.bootstrap\.stateEnvironment/,
    ) as string,
  });
});

test("after bootstrap.stateKey was changed, the old key is found", async () => {
  answering({ "my-terraform-state-prod": { "old/bootstrap.tfstate": bootstrapState } });
  await expect(refusal()).rejects.toMatchObject({
    nextStep: 'nothing was changed; set organization.bootstrap.stateKey: "old/bootstrap.tfstate"',
  });
});

test("a copy of the state is named only if there is no original", async () => {
  const copy = { "my-terraform-state-prod-replica": { [backend.key]: bootstrapState } };
  answering(copy);
  await expect(refusal()).rejects.toMatchObject({
    nextStep: expect.stringContaining("that one is a copy: restore it to s3://my-terraform-state-prod/") as string,
  });
  answering({ ...copy, "my-terraform-state-dev": { [backend.key]: bootstrapState } });
  await expect(refusal()).rejects.toMatchObject({ nextStep: expect.stringContaining('name "dev"') as string });
});

test("the state of an interrupted run on this machine is described, too", async () => {
  answering({ "my-terraform-state-old": { [backend.key]: bootstrapState } });
  const localState = { file: "terraform.bootstrap.tfstate", state: parseState(stateOf({}), "the file") };
  await expect(checkMovedBootstrap({ stack: "bootstrap", backend, folder, localState }, settings)).rejects.toThrow(
    "prod/bootstrap/terraform.tfstate: terraform.bootstrap.tfstate, serial 3, 0 resources",
  );
});

test.each<[string, Readonly<Record<string, Readonly<Record<string, string | Error>>>>]>([
  ["no bucket of the account begins with the prefix", { "my-terraform-stateful": { [backend.key]: bootstrapState } }],
  ["the state is at its place", { "my-terraform-state-prod": { [backend.key]: bootstrapState } }],
  [
    "a state manages other resources",
    {
      "my-terraform-state-dev": {
        "eks-cluster/terraform.tfstate": stateOf({
          aws_iam_role: { name: "platform-dev-node" },
          aws_sns_topic: { name: "TerraformPlanRole" },
        }),
      },
    },
  ],
  ["an object may not be read", { "my-terraform-state-dev": { [backend.key]: s3Error("AccessDenied", 403) } }],
  ["an object is not a state", { "my-terraform-state-dev": { "notes.tfstate": "not JSON" } }],
])("the first state is not refused where %s", async (_, objects) => {
  answering(objects);
  await expect(refusal()).resolves.toBeUndefined();
});

test("a caller that may not list the buckets is refused with the permission", async () => {
  const fake = fakeS3({
    ListBuckets: () => {
      throw s3Error("AccessDenied", 403, "not authorized");
    },
  });
  jest.spyOn(S3Client.prototype, "send").mockImplementation(fake.send.bind(fake) as never);
  await expect(refusal()).rejects.toThrow("list the buckets of the account (s3:ListAllMyBuckets): not authorized");
});
