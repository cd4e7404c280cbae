import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { ok } from "../../../src/commands/checks/finding";
import { checkRecordedResources } from "../../../src/commands/checks/recorded-resources";

const object = { lastModified: undefined, versionId: "v1", encryption: undefined, kmsKeyId: undefined };
const state = { version: 4 as const, serial: 1, lineage: "one", terraform_version: "1.13.5", resources: [] };

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "recorded-resources-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function check(outputs: object | undefined, declared: readonly string[], stack = "prod"): Promise<void> {
  await writeFile(path.join(folder, "cdk.tf.json"), JSON.stringify({ locals: { declared_resources: declared } }));
  const found = {
    finding: ok(""),
    found: { ...object, state: { ...state, ...(outputs && { outputs: { ...outputs } }) } },
  };
  await checkRecordedResources({ stack, folder, state: async () => Promise.resolve(found) });
}

const record = (...value: string[]) => ({ vpc_id: { value: "vpc-1" }, protected_resources: { value } });

test("what is recorded and no longer declared is refused, with the settings", async () => {
  const recorded = record("aws_kms_key.key_logs", "aws_subnet.vpc_intra_a", "aws_ecr_repository.repositories_api");
  await expect(check(recorded, ["aws_subnet.vpc_intra_a", "aws_eks_cluster.cluster"])).rejects.toMatchObject({
    name: "CommandError",
    message: [
      "the settings no longer declare what prod protects:",
      "  aws_kms_key.key_logs",
      "  aws_ecr_repository.repositories_api",
    ].join("\n"),
    nextStep: expect.stringMatching(/^nothing was changed; restore encryption, .* docs\/upgrade\.md/) as string,
  });
});

test("a bucket in another region is another bucket, and the next step is that of bootstrap", async () => {
  const recorded = record("my-terraform-state-prod-replica in ap-northeast-3");
  const refused = check(recorded, ["my-terraform-state-prod-replica in us-west-2"], "bootstrap");
  await expect(refused).rejects.toMatchObject({
    nextStep: expect.stringContaining("organization.bootstrap.retired") as string,
  });
});

test("what is still declared is accepted, and so is a state without a record", async () => {
  await expect(check(record("aws_kms_key.key_logs"), ["aws_kms_key.key_logs"])).resolves.toBeUndefined();
  await expect(check(record(), [])).resolves.toBeUndefined();
  await expect(check({ vpc_id: { value: "vpc-1" } }, [])).resolves.toBeUndefined();
  await expect(check(undefined, [])).resolves.toBeUndefined();
});

test("a new environment is accepted", async () => {
  const found = { finding: ok("") };
  const checked = checkRecordedResources({ stack: "dev", folder, state: async () => Promise.resolve(found) });
  await expect(checked).resolves.toBeUndefined();
});
