import { GetRoleCommand, GetUserCommand, IAMClient } from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { type Emulator, startEmulator } from "../../emulator/emulator";
import {
  actIn,
  createPrincipals,
  createRoles,
  locationsOf,
  principalsToTrust,
  rolesToAssume,
} from "../../demo/accounts";
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

describe("rolesToAssume", () => {
  test("are none if bootstrap uses only its own account", () => {
    expect(rolesToAssume(settingsOf([{ name: "dev" }, { name: "prod", region: "us-east-1" }]))).toEqual([]);
  });

  test("are one in each other account, with the name and path of the settings, and trust bootstrap's account", () => {
    const settings = settingsOf([dev, staging, prod], { "bootstrap.assumeRole": "org/ci/Access" });
    expect(rolesToAssume(settings)).toMatchObject([
      { account: "222233334444", path: "/org/ci/", name: "Access", trusted: "arn:aws:iam::555566667777:root" },
    ]);
  });

  test("have the path / if the settings name none", () => {
    expect(rolesToAssume(settingsOf([dev, prod]))).toMatchObject([
      { path: "/", name: "OrganizationAccountAccessRole" },
    ]);
  });
});

test("principalsToTrust are those of all kinds, each once", () => {
  const [admin, alice] = ["arn:aws:iam::222233334444:role/org/Admin", "arn:aws:iam::555566667777:user/alice"];
  const settings = settingsOf([dev, prod], {
    "stateAccess.trustedPrincipals": { writers: [admin], planners: [admin, alice] },
  });
  expect(principalsToTrust(settings)).toEqual([admin, alice]);
  expect(principalsToTrust(settingsOf([dev, prod]))).toEqual([]);
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

  test("the roles exist in their own account alone", async () => {
    await createRoles(rolesToAssume(settingsOf([dev, prod], { "bootstrap.assumeRole": "org/Access" })));
    const getRole = async () => new IAMClient({}).send(new GetRoleCommand({ RoleName: "Access" }));

    actIn({ account: dev.account, region: "ap-northeast-1" });
    expect((await getRole()).Role?.Arn).toBe("arn:aws:iam::222233334444:role/org/Access");
    actIn(prod);
    await expect(getRole()).rejects.toThrow("Access");
  });

  test("trusted principals exist in the accounts of their ARNs, also if they existed before", async () => {
    const arns = ["arn:aws:iam::222233334444:role/org/Admin", "arn:aws:iam::222233334444:user/alice"];
    await createPrincipals(arns, "ap-northeast-1");
    await createPrincipals(arns, "ap-northeast-1");
    actIn({ account: dev.account, region: "ap-northeast-1" });
    const { Role } = await new IAMClient({}).send(new GetRoleCommand({ RoleName: "Admin" }));
    const { User } = await new IAMClient({}).send(new GetUserCommand({ UserName: "alice" }));
    expect([Role?.Arn, User?.Arn]).toEqual(arns);
  });

  test("actIn makes the account's root user the caller, in the environment's region", async () => {
    actIn(staging);
    const sts = new STSClient({});
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({ Arn: "arn:aws:iam::222233334444:root" });
    expect(await sts.config.region()).toBe("eu-central-1");
  });
});
