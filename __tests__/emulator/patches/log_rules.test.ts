import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  PutRetentionPolicyCommand,
  TagResourceCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreateKeyCommand, DisableKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { clientFor } from "../../support/checkout";
import { createStateKey } from "../../support/state-store";
import { emulatorOfFile, refusalOf } from "./refusal";

const emulator = emulatorOfFile();
const logs = () => new CloudWatchLogsClient(clientFor(emulator()));

function createGroup(logGroupName: string, more: { kmsKeyId?: string; tags?: Record<string, string> } = {}) {
  return logs().send(new CreateLogGroupCommand({ logGroupName, ...more }));
}

const invalid = { code: "InvalidParameterException", status: 400 };

test("a group has a free name that AWS allows", async () => {
  await createGroup("/aws/eks/platform-dev/cluster");
  expect(await refusalOf(createGroup("/aws/eks/platform-dev/cluster"))).toMatchObject({
    code: "ResourceAlreadyExistsException",
    status: 400,
  });
  expect(await refusalOf(createGroup("a group"))).toMatchObject(invalid);
  expect(await refusalOf(createGroup("aws/eks"))).toMatchObject(invalid);
  expect(await refusalOf(createGroup("x".repeat(513)))).toMatchObject(invalid);
});

test("a group keeps events for a number of days that AWS offers", async () => {
  await createGroup("kept");
  const keep = (retentionInDays: number) =>
    logs().send(new PutRetentionPolicyCommand({ logGroupName: "kept", retentionInDays }));
  await keep(365);
  expect(await refusalOf(keep(366))).toMatchObject(invalid);
});

describe("a group is encrypted", () => {
  const kms = () => new KMSClient(clientFor(emulator()));

  /** A key that CloudWatch Logs can use for groups whose names begin with `prefix`. */
  async function createKey(prefix: string): Promise<string> {
    const group = `arn:aws:logs:ap-northeast-1:123456789012:log-group:${prefix}*`;
    const Statement = [
      { Effect: "Allow", Principal: { AWS: "123456789012" }, Action: "kms:*", Resource: "*" },
      {
        Effect: "Allow",
        Principal: { Service: "logs.ap-northeast-1.amazonaws.com" },
        Action: ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey*"],
        Resource: "*",
        Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": group } },
      },
    ];
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
    const { KeyMetadata } = await kms().send(new CreateKeyCommand({ Policy }));
    return KeyMetadata?.Arn ?? "";
  }

  test("under a key whose policy lets CloudWatch Logs use it for the group", async () => {
    const kmsKeyId = await createKey("/aws/eks/");
    await createGroup("/aws/eks/encrypted", { kmsKeyId });
    expect(await refusalOf(createGroup("/aws/vpc/encrypted", { kmsKeyId }))).toMatchObject(invalid);
    const ofAccount = await createStateKey(emulator());
    expect(await refusalOf(createGroup("/aws/eks/other", { kmsKeyId: ofAccount }))).toMatchObject(invalid);
  });

  test("under a key that is enabled", async () => {
    const kmsKeyId = await createKey("/aws/eks/");
    await kms().send(new DisableKeyCommand({ KeyId: kmsKeyId }));
    const missing = kmsKeyId.replace(/[^/]+$/, "none");
    for (const key of [kmsKeyId, missing]) {
      expect(await refusalOf(createGroup("/aws/eks/other", { kmsKeyId: key }))).toMatchObject(invalid);
    }
  });
});

test("a group has at most 50 tags, none of which is AWS's own", async () => {
  const tags = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key-${index}`, ""]));
  await createGroup("tagged", { tags });
  const resourceArn = "arn:aws:logs:ap-northeast-1:123456789012:log-group:tagged";
  const add = (key: string) => logs().send(new TagResourceCommand({ resourceArn, tags: { [key]: "changed" } }));
  await add("key-1");
  expect(await refusalOf(add("another"))).toMatchObject({ code: "TooManyTagsException", status: 400 });
  expect(await refusalOf(add("aws:x"))).toMatchObject(invalid);
});
