import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { type Emulator, startEmulator } from "../../emulator/emulator";
import { actIn, locationsOf } from "../../demo/accounts";
import { settingsOf } from "./demo-settings";

const dev = { name: "dev", account: "222233334444" };
const staging = { name: "staging", account: "222233334444", region: "eu-central-1" };
const prod = { name: "prod", account: "555566667777", region: "us-east-1" };

describe("locationsOf", () => {
  test("is one account and region where all stacks share them, bootstrap first", () => {
    expect(locationsOf(settingsOf([{ name: "dev" }, { name: "prod" }]))).toEqual([
      { account: "123456789012", region: "ap-northeast-1", stacks: ["bootstrap", "dev", "prod"] },
    ]);
  });

  test("distinguishes accounts and regions, with each bootstrap stack in those of its own state", () => {
    expect(locationsOf(settingsOf([dev, staging, prod]))).toEqual([
      { account: "555566667777", region: "us-east-1", stacks: ["bootstrap", "prod"] },
      { account: "222233334444", region: "ap-northeast-1", stacks: ["bootstrap-222233334444", "dev"] },
      { account: "222233334444", region: "eu-central-1", stacks: ["staging"] },
    ]);
  });
});

describe("in the emulator", () => {
  let emulator: Emulator;

  beforeAll(async () => {
    emulator = await startEmulator({ accountId: prod.account, region: prod.region });
    Object.assign(process.env, emulator.env);
  });

  afterAll(async () => {
    await emulator.stop();
  });

  test("actIn makes the account's root user the caller, in the environment's region", async () => {
    actIn(staging);
    const sts = new STSClient({});
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({ Arn: "arn:aws:iam::222233334444:root" });
    expect(await sts.config.region()).toBe("eu-central-1");
  });
});
