import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { NotFound, S3Client } from "@aws-sdk/client-s3";
import { bootstrapAccount } from "../../../src/commands/bootstrap/account";
import { validateSettings } from "../../../src/settings/validate";
import { bootstrapAccountOf } from "../../../src/stacks/bootstrap-accounts";
import { dev, organization, prod } from "../../support/example";
import { body, fakeS3 } from "../../support/fake-s3";

const replica = { ...prod, state: { ...prod.state, replicaRegion: "ap-northeast-3" } };
const account = bootstrapAccountOf(validateSettings(organization, [dev, replica]));
const s3 = { bucket: "my-terraform-state-prod", key: "bootstrap/terraform.tfstate", region: "ap-northeast-1" };
const state = { version: 4, serial: 1, lineage: "one", terraform_version: "1.13.5", resources: [] };

let outdir: string;

beforeEach(() => {
  outdir = mkdtempSync(path.join(tmpdir(), "bootstrap-account-"));
  const folder = path.join(outdir, "stacks", "bootstrap");
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "cdk.tf.json"), JSON.stringify({ terraform: { backend: { s3 } } }));
});

afterEach(() => {
  rmSync(outdir, { recursive: true });
  jest.restoreAllMocks();
});

/** What bootstrap reports of an account that is bootstrapped and that has these buckets. */
async function reportOf(buckets: readonly string[]): Promise<string[]> {
  const fake = fakeS3({
    HeadBucket: ({ Bucket }) => {
      if (buckets.includes(String(Bucket))) return {};
      throw new NotFound({ message: "not found", $metadata: { httpStatusCode: 404 } });
    },
    GetObject: () => ({ Body: body(JSON.stringify(state)) }),
  });
  jest.spyOn(S3Client.prototype, "send").mockImplementation(fake.send.bind(fake) as never);
  const lines: string[] = [];
  const report = (line: string) => void lines.push(line);
  const localStateFile = path.join(outdir, "terraform.bootstrap.tfstate");
  expect(await bootstrapAccount(account, { outdir, localStateFile, report, onOutput: report })).toBe(
    "already bootstrapped",
  );
  return lines;
}

test("a bootstrapped account that lacks buckets of the settings is told how they are created", async () => {
  const lines = await reportOf(["my-terraform-state-prod"]);
  expect(lines).toContain("my-terraform-state-dev does not exist yet");
  expect(lines).toContain("my-terraform-state-prod-replica does not exist yet");
  expect(lines.at(-1)).toContain("nothing was changed; npm run deploy -- bootstrap shows");
});

test("a bootstrapped account that has all of them is not", async () => {
  const lines = await reportOf([
    "my-terraform-state-prod",
    "my-terraform-state-dev",
    "my-terraform-state-prod-replica",
  ]);
  expect(lines.filter((line) => line.includes("does not exist"))).toEqual([]);
});
