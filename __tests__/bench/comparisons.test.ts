import { HeadBucketCommand, ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { comparisons } from "../../bench/comparisons";
import { type Emulator, startEmulator } from "../../emulator/emulator";
import { scenarioOf } from "../../demo/scenario";
import { settingsOf } from "../demo/demo-settings";

function comparisonsOf(environments: Parameters<typeof settingsOf>[0], endpoint = "") {
  const settings = settingsOf(environments, { stateBucketPrefix: "acme", stateKeyAlias: "alias/acme-state" });
  return comparisons({ folder: "/bench", settings, scenario: scenarioOf(settings), endpoint });
}

const syntheses = [
  "the app alone",
  "the app alone",
  "one environment of 200",
  "cdktf synth of all stacks",
  "cdktf synth",
  "cdktf synth",
];

const titles = (environments: Parameters<typeof settingsOf>[0]) =>
  comparisonsOf(environments).map(({ title }) => title.replace(/ against .*/, ""));

test("the benchmarks deploy and review the environments of the settings", () => {
  expect(titles([{ name: "staging" }, { name: "live" }])).toEqual([
    ...syntheses,
    "cdktf diff live",
    "cdktf deploy staging",
    "npm run deploy -- staging",
  ]);
});

test("the only environment is both deployed and reviewed", () => {
  expect(titles([{ name: "live" }])).toEqual([
    ...syntheses,
    "cdktf diff live",
    "cdktf deploy live",
    "npm run deploy -- live",
  ]);
});

test("what the emulator cannot run is left out", () => {
  expect(titles([{ name: "dev", region: "us-gov-west-1" }])).toEqual(syntheses);
});

describe("in the emulator", () => {
  let emulator: Emulator;

  beforeAll(async () => {
    emulator = await startEmulator();
    Object.assign(process.env, emulator.env);
  });

  afterAll(async () => {
    await emulator.stop();
  });

  test("each run starts from the state's bucket and key alone, in the account and region of its stack", async () => {
    const staging = { name: "staging", account: "222233334444", region: "eu-west-1" };
    const [diff, deploy] = comparisonsOf([staging, { name: "live", account: "555566667777" }], emulator.endpoint).slice(
      syntheses.length,
    );
    await diff?.ours.prepare();
    const client = new S3Client({ forcePathStyle: true });
    await client.send(new HeadBucketCommand({ Bucket: "acme-live" }));

    await deploy?.ours.prepare();
    await expect(client.send(new HeadBucketCommand({ Bucket: "acme-live" }))).rejects.toThrow();
    const { Buckets } = await new S3Client({ forcePathStyle: true }).send(new ListBucketsCommand({}));
    expect(Buckets?.map(({ Name }) => Name)).toEqual(["acme-staging"]);
    const { KeyMetadata } = await new KMSClient({}).send(new DescribeKeyCommand({ KeyId: "alias/acme-state" }));
    expect(KeyMetadata?.Arn).toMatch(/^arn:aws:kms:eu-west-1:222233334444:key\//);
  });
});
