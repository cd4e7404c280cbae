import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { ListObjectVersionsCommand } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { type Emulator, startEmulator } from "../../../emulator/emulator";
import { Principals } from "../../../emulator/principals/principals";
import { settingsOf } from "../../demo/demo-settings";
import { startBootstrapped } from "../../support/bootstrapped";
import { type Account, Checkout, clientFor, s3As } from "../../support/checkout";
import { trustOfAccount } from "../../support/principals";

async function callerOf({ endpoint, env }: Pick<Emulator, "endpoint" | "env">): Promise<string | undefined> {
  const sts = new STSClient({ ...optionsOf({ endpoint, env }) });
  return (await sts.send(new GetCallerIdentityCommand({}))).Arn;
}

function optionsOf({ endpoint, env }: Pick<Emulator, "endpoint" | "env">) {
  const credentials = {
    accessKeyId: env.AWS_ACCESS_KEY_ID ?? "",
    secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? "",
    sessionToken: env.AWS_SESSION_TOKEN ?? "",
  };
  return { endpoint, region: env.AWS_REGION ?? "", credentials };
}

describe("in a bootstrapped account that was started again from its data", () => {
  let account: Account;

  beforeAll(async () => {
    account = await startBootstrapped();
  });

  afterAll(async () => {
    await account.stop();
  });

  test.each([
    ["administrator", "arn:aws:iam::123456789012:user/terraform-user"],
    ["deployer", "arn:aws:sts::123456789012:assumed-role/TerraformExecutionRole/operator"],
    ["planner", "arn:aws:sts::123456789012:assumed-role/TerraformPlanRole/operator"],
    ["breakGlass", "arn:aws:sts::123456789012:assumed-role/TerraformBreakGlassRole/operator"],
  ] as const)("the %s acts as %s", async (actor, arn) => {
    expect(await callerOf(account[actor])).toBe(arn);
  });

  test("everything that bootstrap created is still there: a plan is empty, and the state has its versions", async () => {
    const checkout = await Checkout.create(account);
    expect(await checkout.cdktf("diff", "bootstrap")).toEqual({
      exitCode: 0,
      output: expect.stringContaining("No changes.") as string,
    });
    await checkout.remove();
    const { Versions = [] } = await s3As(account.breakGlass).send(
      new ListObjectVersionsCommand({ Bucket: "my-terraform-state-prod", Prefix: "bootstrap/" }),
    );
    expect(Versions).toContainEqual(expect.objectContaining({ Key: "bootstrap/terraform.tfstate", IsLatest: true }));
  });
});

describe("in two accounts", () => {
  const region = "ap-northeast-1";
  const settings = settingsOf([{ name: "dev", account: "222233334444" }, { name: "prod" }]);
  const role = "arn:aws:iam::222233334444:role/OrganizationAccountAccessRole";
  let emulator: Emulator;
  let principals: Principals;

  beforeAll(async () => {
    emulator = await startEmulator({ judged: true });
    principals = new Principals(emulator, settings);
  });

  afterAll(async () => {
    await emulator.stop();
  });

  test("a role that trusts another account is assumed from there, and acts in its own", async () => {
    await principals.create([role]);
    await principals.create([role]);
    const env = await principals.variablesOf(role, region);
    expect(await callerOf({ ...emulator, env })).toBe(
      "arn:aws:sts::222233334444:assumed-role/OrganizationAccountAccessRole/operator",
    );
    const iam = new IAMClient(optionsOf({ ...emulator, env }));
    const AssumeRolePolicyDocument = trustOfAccount("222233334444");
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName: "Own", AssumeRolePolicyDocument }));
    expect(Role?.Arn).toBe("arn:aws:iam::222233334444:role/Own");
  });

  test("a role that trusts one principal is assumed by it", async () => {
    const trusted = "arn:aws:iam::123456789012:role/oncall/Security";
    await principals.create([trusted]);
    const Statement = [{ Effect: "Allow", Principal: { AWS: trusted }, Action: "sts:AssumeRole" }];
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await new IAMClient(clientFor(emulator)).send(
      new CreateRoleCommand({ RoleName: "Emergency", AssumeRolePolicyDocument }),
    );
    const send = jest.spyOn(STSClient.prototype, "send");
    await principals.variablesOf("arn:aws:iam::123456789012:role/Emergency", region);
    const assumed = send.mock.calls.flatMap(([command]) =>
      command instanceof AssumeRoleCommand ? [command.input.RoleArn] : [],
    );
    expect(assumed).toEqual([trusted, "arn:aws:iam::123456789012:role/Emergency"]);
  });
});
