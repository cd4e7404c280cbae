import { DescribeClusterCommand, EKSClient } from "@aws-sdk/client-eks";
import {
  DeleteUserCommand,
  GetAccountSummaryCommand,
  IAMClient,
  ListUsersCommand,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { CreateBucketCommand, ListBucketsCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { execa } from "execa";
import type { Emulator, EmulatorOptions } from "../../../emulator/emulator";
import { isAlive, until } from "../processes";
import { account, anna, clientOptions, createUser, startJudged } from "./judged-emulator";

const running: Emulator[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((emulator) => emulator.stop()));
});

async function start(options?: EmulatorOptions): Promise<Emulator> {
  const emulator = await startJudged(options);
  running.push(emulator);
  return emulator;
}

async function operations(emulator: Emulator): Promise<string[]> {
  return (await emulator.calls()).map(
    ({ call: { service, operation }, status }) => `${service} ${operation} ${status}`,
  );
}

describe("a judged emulator", () => {
  test("records who called what, in which account and region", async () => {
    const emulator = await start();
    const user = await createUser(emulator);
    const { Arn, Account } = await new STSClient(user).send(new GetCallerIdentityCommand({}));
    expect({ Arn, Account }).toEqual({ Arn: anna, Account: account });
    await expect(new EKSClient(user).send(new DescribeClusterCommand({ name: "none" }))).rejects.toThrow("No cluster");
    const caller = {
      accessKeyId: user.credentials.accessKeyId,
      arn: anna,
      principalArn: anna,
      account,
      type: "IAMUser",
    };
    expect(await emulator.calls()).toMatchObject([
      { call: { service: "sts", operation: "GetCallerIdentity", caller, account, region: "eu-west-1" }, status: 200 },
      {
        call: { service: "eks", operation: "DescribeCluster", parameters: { name: "none" } },
        verdict: { decision: "allowed" },
        violations: [],
        status: 404,
        errorCode: "ResourceNotFoundException",
      },
    ]);
  });

  test("exempts the built-in credentials", async () => {
    const emulator = await start();
    await createUser(emulator);
    expect(await emulator.calls()).toEqual([]);
  });

  test("refuses in the error format of each protocol, and executes nothing", async () => {
    const emulator = await start();
    const user = await createUser(emulator);
    const iam = new IAMClient(user);
    await expect(iam.send(new DeleteUserCommand({ UserName: "anna" }))).rejects.toMatchObject({
      name: "AccessDenied",
      $metadata: { httpStatusCode: 403 },
      message:
        `User: ${anna} is not authorized to perform: iam:DeleteUser on resource: arn:aws:example:::resource ` +
        "with an explicit deny in a policy: Guardrails/NoDeletion",
    });
    await expect(new KMSClient(user).send(new CreateKeyCommand({}))).rejects.toMatchObject({
      name: "AccessDeniedException",
      $metadata: { httpStatusCode: 400 },
      message:
        `User: ${anna} is not authorized to perform: kms:CreateKey on resource: arn:aws:example:::resource ` +
        "because no identity-based policy allows the kms:CreateKey action",
    });
    const s3 = new S3Client({ ...user, forcePathStyle: true });
    await expect(s3.send(new CreateBucketCommand({ Bucket: "refused" }))).rejects.toMatchObject({
      name: "AccessDenied",
      $metadata: { httpStatusCode: 403 },
    });
    expect((await iam.send(new ListUsersCommand({}))).Users).toHaveLength(1);
    expect((await s3.send(new ListBucketsCommand({}))).Buckets ?? []).toEqual([]);
    expect(await operations(emulator)).toEqual([
      "iam DeleteUser 403",
      "kms CreateKey 400",
      "s3 CreateBucket 403",
      "iam ListUsers 200",
      "s3 ListBuckets 200",
    ]);
  });

  test("records no content of objects, and only the headers that policies test", async () => {
    const emulator = await start();
    const s3 = new S3Client({ ...(await createUser(emulator)), forcePathStyle: true });
    const object = { Bucket: "bucket", Key: "folder/a file", Body: "secret", ServerSideEncryption: "AES256" } as const;
    await expect(s3.send(new PutObjectCommand(object))).rejects.toThrow("not authorized");
    expect((await emulator.calls())[0]?.call).toMatchObject({
      parameters: { Bucket: "bucket", Key: "folder/a file", Body: "(not recorded)" },
      headers: { "x-amz-server-side-encryption": "AES256" },
    });
    expect(Object.keys((await emulator.calls())[0]?.call.headers ?? {})).toEqual(["x-amz-server-side-encryption"]);
  });

  test("refuses keys that AWS does not know or that are inactive", async () => {
    const emulator = await start();
    const user = await createUser(emulator);
    const unknown = new STSClient(clientOptions(emulator, "AKIAUNKNOWN000000000", "none"));
    await expect(unknown.send(new GetCallerIdentityCommand({}))).rejects.toThrow("security token");
    const AccessKeyId = user.credentials.accessKeyId;
    const root = new IAMClient(clientOptions(emulator, account, "emulator"));
    await root.send(new UpdateAccessKeyCommand({ UserName: "anna", AccessKeyId, Status: "Inactive" }));
    await expect(new STSClient(user).send(new GetCallerIdentityCommand({}))).rejects.toThrow("security token");
    expect(await emulator.calls()).toEqual([]);
  });

  test("fails every call once its referee has ended, and names the log", async () => {
    const emulator = await start();
    const iam = new IAMClient(await createUser(emulator));
    const failure = {
      $metadata: { httpStatusCode: 500 },
      message: `the referee of the emulator has ended, so that no call can be judged: see ${emulator.logFile}`,
    };
    await expect(iam.send(new GetAccountSummaryCommand({}))).rejects.toMatchObject(failure);
    await expect(iam.send(new ListUsersCommand({}))).rejects.toMatchObject(failure);
    expect(await emulator.calls()).toEqual([]);
  });

  test.each(["SIGTERM", "SIGKILL"] as const)("ends its referee when it ends by %s", async (signal) => {
    const emulator = await start();
    const { stdout } = await execa("pgrep", ["-P", String(emulator.pid)]);
    const referee = Number(stdout);
    expect(isAlive(referee)).toBe(true);
    process.kill(emulator.pid, signal);
    await until(() => !isAlive(referee));
  });

  test("answers every one of many concurrent calls", async () => {
    const emulator = await start();
    const user = await createUser(emulator);
    const eks = new EKSClient(user);
    const names = Array.from({ length: 100 }, (_, index) => `cluster-${index}`);
    const answers = await Promise.allSettled(names.map((name) => eks.send(new DescribeClusterCommand({ name }))));
    expect(answers.map((answer) => answer.status === "rejected" && (answer.reason as Error).message)).toEqual(
      names.map((name) => `No cluster found for name: ${name}.`),
    );
    const recorded = (await emulator.calls()).map(({ call }) => call.parameters.name);
    expect(recorded.sort()).toEqual([...names].sort());
  });
});

test("an emulator that is not judged records nothing", async () => {
  const emulator = await start({});
  await new IAMClient(await createUser(emulator)).send(new ListUsersCommand({}));
  expect(await emulator.calls()).toEqual([]);
});
