import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CreateBucketCommand, ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { BenchAccounts } from "../../bench/account";
import { actIn } from "../../demo/accounts";

const dev = { account: "222233334444", region: "eu-west-1" };
let folder: string;
let accounts: BenchAccounts;
const bootstrap = jest.fn(async () => {
  actIn(dev);
  await createBucket("state");
});

async function createBucket(Bucket: string): Promise<void> {
  await new S3Client({ forcePathStyle: true }).send(new CreateBucketCommand({ Bucket }));
}

async function buckets() {
  const { Buckets = [] } = await new S3Client({ forcePathStyle: true }).send(new ListBucketsCommand({}));
  return Buckets.map(({ Name }) => Name);
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "bench-accounts-"));
  accounts = new BenchAccounts(folder, bootstrap);
});

afterAll(async () => {
  await accounts.stop();
  await rm(folder, { recursive: true, force: true });
});

test("each run starts with what one bootstrap left, as the root user of its account", async () => {
  await accounts.startAfresh(dev);
  await createBucket("of-the-first-run");
  expect(await buckets()).toEqual(["of-the-first-run", "state"]);
  await accounts.startAfresh(dev);
  expect(await buckets()).toEqual(["state"]);
  expect(bootstrap).toHaveBeenCalledTimes(1);
  const { Arn } = await new STSClient({}).send(new GetCallerIdentityCommand({}));
  expect(Arn).toBe("arn:aws:iam::222233334444:root");
});
