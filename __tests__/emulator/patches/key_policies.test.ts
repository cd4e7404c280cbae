import { CreateAccessKeyCommand, CreateRoleCommand, CreateUserCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateKeyCommand, type CreateKeyCommandInput, KMSClient, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import { clientFor } from "../../support/checkout";
import { emulatorOfFile, nonexistentRole, policyOf, refusalOf } from "./refusal";

const emulator = emulatorOfFile();
const kms = () => new KMSClient(clientFor(emulator()));
const iam = () => new IAMClient({ ...clientFor(emulator()), region: "us-east-1" });
const root = "arn:aws:iam::123456789012:root";

const policyFor = (principal: unknown, more = {}) =>
  policyOf({ Principal: principal, Action: "kms:*", Resource: "*", ...more });

const denial = (condition: unknown) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { AWS: root }, Action: "kms:*", Resource: "*" },
      { Effect: "Deny", Principal: "*", Action: "kms:PutKeyPolicy", Resource: "*", Condition: condition },
    ],
  });

async function createKey(input: CreateKeyCommandInput, client = kms()): Promise<string> {
  const { KeyMetadata } = await client.send(new CreateKeyCommand(input));
  return KeyMetadata?.KeyId ?? "";
}

const malformed = (message: string) => ({ code: "MalformedPolicyDocumentException", status: 400, message });
const lockout = malformed("The new key policy will not allow you to update the key policy in the future.");

test.each([
  ["{", "The new key policy is malformed."],
  [policyOf({ Action: "kms:*", Resource: "*" }), "Policy contains a statement with no principal."],
  [policyFor({ AWS: [root, nonexistentRole] }), "Policy contains a statement with one or more invalid principals."],
])("the policy %s is refused, of a new and of an existing key", async (Policy, message) => {
  expect(await refusalOf(createKey({ Policy }))).toEqual(malformed(message));
  const put = new PutKeyPolicyCommand({ KeyId: await createKey({}), Policy });
  expect(await refusalOf(kms().send(put))).toEqual(malformed(message));
});

test("a policy that names principals that exist is accepted", async () => {
  const trust = policyOf({ Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" });
  const { Role } = await iam().send(new CreateRoleCommand({ RoleName: "user", AssumeRolePolicyDocument: trust }));
  await createKey({ Policy: policyFor({ AWS: [root, Role?.Arn], Service: "logs.ap-northeast-1.amazonaws.com" }) });
});

test("a policy has at most 32 KiB", async () => {
  const Policy = policyFor({ AWS: root }, { Sid: "x".repeat(32 * 1024) });
  expect(await refusalOf(createKey({ Policy }))).toMatchObject({ code: "LimitExceededException", status: 400 });
});

describe("a policy under which the caller cannot put another one", () => {
  const others = [
    policyFor({ AWS: "210987654321" }),
    policyFor({ AWS: root }, { Action: ["kms:Get*", "kms:Decrypt"] }),
    policyFor({ AWS: root }, { Condition: { ArnLike: { "aws:PrincipalArn": nonexistentRole } } }),
    denial({ ArnNotLike: { "aws:PrincipalArn": nonexistentRole } }),
  ];

  test.each(others)("is refused: %s", async (Policy) => {
    expect(await refusalOf(createKey({ Policy }))).toEqual(lockout);
  });

  test("is accepted on request", async () => {
    await createKey({ Policy: others[0], BypassPolicyLockoutSafetyCheck: true });
  });

  test("is one that denies the caller alone", async () => {
    await createKey({ Policy: denial({ ArnNotLike: { "aws:PrincipalArn": [root, nonexistentRole] } }) });
    await iam().send(new CreateUserCommand({ UserName: "user" }));
    const { AccessKey } = await iam().send(new CreateAccessKeyCommand({ UserName: "user" }));
    const credentials = {
      accessKeyId: AccessKey?.AccessKeyId ?? "",
      secretAccessKey: AccessKey?.SecretAccessKey ?? "",
    };
    const asUser = new KMSClient({ ...clientFor(emulator()), credentials });
    expect(
      await refusalOf(createKey({ Policy: denial({ ArnNotLike: { "aws:PrincipalArn": root } }) }, asUser)),
    ).toEqual(lockout);
    await createKey({ Policy: policyFor({ AWS: "arn:aws:iam::123456789012:user/user" }) }, asUser);
  });
});
