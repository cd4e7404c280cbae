import type { Emulator } from "../../../emulator/emulator";
import { createUser, type RawRequest, send, startJudged } from "./judged-emulator";

let emulator: Emulator;
let user: Awaited<ReturnType<typeof createUser>>;

beforeAll(async () => {
  emulator = await startJudged();
  user = await createUser(emulator);
});

afterAll(async () => {
  await emulator.stop();
});

const role = { Action: "UpdateAssumeRolePolicy", Version: "2010-05-08", RoleName: "nodes", PolicyDocument: "{}" };

test.each<[rule: string, request: RawRequest, violations: object[]]>([
  [
    "required members",
    { service: "iam", body: { Action: "GetRole", Version: "2010-05-08" } },
    [{ operation: "GetRole", member: "RoleName", value: null, allowed: "it is required" }],
  ],
  [
    "patterns, compared with the whole value",
    { service: "iam", body: { ...role, RoleName: "nodes of dev" } },
    [{ member: "RoleName", value: "nodes of dev", allowed: "a value that matches [\\w+=,.@-]+" }],
  ],
  [
    "patterns with categories of characters",
    {
      service: "iam",
      body: { Action: "TagUser", UserName: "anna", "Tags.member.1.Key": "a", "Tags.member.1.Value": "é(" },
    },
    [{ member: "Tags[0].Value", value: "é(", allowed: "a value that matches [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*" }],
  ],
  [
    "lengths",
    { service: "iam", body: { ...role, RoleName: "n".repeat(65) } },
    [{ member: "RoleName", value: "n".repeat(65), allowed: "a length of at most 64" }],
  ],
  [
    "enumerations",
    { service: "ec2", body: { Action: "ModifyVpcEndpoint", VpcEndpointId: "vpce-1", IpAddressType: "ipv5" } },
    [{ member: "IpAddressType", value: "ipv5", allowed: "one of ipv4, dualstack, ipv6" }],
  ],
  [
    "ranges",
    { service: "kms", target: "TrentService.EnableKeyRotation", body: '{"KeyId": "key", "RotationPeriodInDays": 89}' },
    [{ member: "RotationPeriodInDays", value: 89, allowed: "a number of at least 90" }],
  ],
  [
    "types",
    {
      service: "logs",
      target: "Logs_20140328.PutRetentionPolicy",
      body: '{"logGroupName": "a", "retentionInDays": "7"}',
    },
    [{ member: "retentionInDays", allowed: "a value of type integer" }],
  ],
  [
    "unknown members",
    {
      service: "eks",
      path: "/clusters/dev/update-config",
      body: '{"resourcesVpcConfig": {"subnetIds": ["a", "b"], "vpcId": "vpc-1"}}',
    },
    [{ operation: "UpdateClusterConfig", member: "resourcesVpcConfig.vpcId", allowed: "no such member" }],
  ],
  [
    "unknown parameters",
    { service: "ec2", body: { Action: "DescribeVpcs", "VpcIds.1": "vpc-1" } },
    [{ member: "VpcIds.1", allowed: "no such parameter" }],
  ],
  [
    "unknown elements",
    {
      service: "s3",
      method: "PUT",
      path: "/bucket?versioning",
      body: "<VersioningConfiguration><State>Enabled</State></VersioningConfiguration>",
    },
    [{ member: "VersioningConfiguration.State", allowed: "no such element" }],
  ],
])("refuses what the API model does by its %s", async (_, request, violations) => {
  const { status, text, recorded } = await send(emulator, user, request);
  expect(status).toBe(400);
  expect(text).toContain("ValidationException");
  expect(recorded).toMatchObject({ violations, status: 400, errorCode: "ValidationException" });
  expect(recorded).not.toHaveProperty("verdict");
});

test("names operation, member, value and what is allowed, but no secrets", async () => {
  const answer = await send(emulator, user, { service: "iam", body: { ...role, RoleName: "a b" } });
  expect(answer.text).toContain(
    "UpdateAssumeRolePolicy: RoleName is 'a b', allowed is a value that matches [\\w+=,.@-]+",
  );
  const password = { Action: "UpdateLoginProfile", UserName: "anna", Password: "x".repeat(200) };
  const { text, recorded } = await send(emulator, user, { service: "iam", body: password });
  expect(text).toContain("Password is '(not recorded)', allowed is a length of at most 128");
  expect(recorded?.violations).toMatchObject([{ member: "Password", value: "(not recorded)" }]);
});

test("refuses a request that is not in the service's protocol", async () => {
  const { status, recorded } = await send(emulator, user, {
    service: "kms",
    target: "TrentService.DescribeKey",
    body: "{KeyId",
  });
  expect(status).toBe(400);
  expect(recorded?.violations).toMatchObject([{ operation: "DescribeKey", member: "" }]);
});
