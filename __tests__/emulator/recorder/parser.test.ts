import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Emulator } from "../../../emulator/emulator";
import { account, createUser, type RawRequest, send, startJudged } from "./judged-emulator";

let emulator: Emulator;
let user: Awaited<ReturnType<typeof createUser>>;

beforeAll(async () => {
  emulator = await startJudged();
  user = await createUser(emulator);
});

afterAll(async () => {
  await emulator.stop();
});

async function recorded(request: RawRequest) {
  const { recorded: line } = await send(emulator, user, request);
  return { service: line?.call.service, operation: line?.call.operation, parameters: line?.call.parameters };
}

const cluster = `arn:aws:eks:eu-west-1:${account}:cluster/dev`;

test.each<[protocol: string, request: RawRequest, call: object]>([
  [
    "query",
    {
      service: "iam",
      body: {
        Action: "TagUser",
        Version: "2010-05-08",
        UserName: "anna",
        "Tags.member.1.Key": "team",
        "Tags.member.1.Value": "Größe 1",
      },
    },
    {
      service: "iam",
      operation: "TagUser",
      parameters: { UserName: "anna", Tags: [{ Key: "team", Value: "Größe 1" }] },
    },
  ],
  [
    "ec2",
    {
      service: "ec2",
      body: { Action: "DescribeSubnets", Version: "2016-11-15", "SubnetId.1": "subnet-1", "SubnetId.2": "subnet-2" },
    },
    { service: "ec2", operation: "DescribeSubnets", parameters: { SubnetIds: ["subnet-1", "subnet-2"] } },
  ],
  [
    "json, with the shortened name of the interface",
    { service: "cloudtrail", target: "CloudTrail_20131101.LookupEvents", body: '{"StartTime": 0, "MaxResults": 5}' },
    {
      service: "cloudtrail",
      operation: "LookupEvents",
      parameters: { StartTime: "1970-01-01T00:00:00", MaxResults: 5 },
    },
  ],
  [
    "rest-json, with an ARN in the middle of the path",
    {
      service: "eks",
      method: "GET",
      path: `/clusters/dev/access-entries/${encodeURIComponent(`arn:aws:iam::${account}:role/a/b`)}/access-policies`,
    },
    {
      service: "eks",
      operation: "ListAssociatedAccessPolicies",
      parameters: { clusterName: "dev", principalArn: `arn:aws:iam::${account}:role/a/b` },
    },
  ],
  [
    "rest-json, with lists in the query string",
    { service: "eks", method: "DELETE", path: `/tags/${encodeURIComponent(cluster)}?tagKeys=one&tagKeys=two` },
    { service: "eks", operation: "UntagResource", parameters: { resourceArn: cluster, tagKeys: ["one", "two"] } },
  ],
  [
    "rest-xml, with an operation that its query string names",
    {
      service: "s3",
      method: "PUT",
      path: "/bucket?versioning",
      body: "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>",
    },
    {
      service: "s3",
      operation: "PutBucketVersioning",
      parameters: { Bucket: "bucket", VersioningConfiguration: { Status: "Enabled" } },
    },
  ],
  [
    "rest-xml of S3 Control, which the signature does not tell from S3",
    {
      service: "s3",
      method: "GET",
      path: `/v20180820/tags/${encodeURIComponent("arn:aws:s3:::bucket")}`,
      headers: { "x-amz-account-id": account },
    },
    {
      service: "s3control",
      operation: "ListTagsForResource",
      parameters: { AccountId: account, ResourceArn: "arn:aws:s3:::bucket" },
    },
  ],
])("parses %s", async (_, request, call) => {
  expect(await recorded(request)).toEqual(call);
});

test("refuses a call that no operation of the service describes", async () => {
  const { status, text } = await send(emulator, user, { service: "eks", method: "GET", path: "/no/such/path" });
  expect({ status, text }).toEqual({ status: 400, text: expect.stringContaining("eks: GET /no/such/path") as string });
});

test("records which key encrypts an object", async () => {
  const key = `arn:aws:kms:eu-west-1:${account}:key/1`;
  const { recorded: line } = await send(emulator, user, {
    service: "s3",
    method: "PUT",
    path: "/bucket/state",
    headers: { "x-amz-server-side-encryption-aws-kms-key-id": key },
    body: "{}",
  });
  expect(line?.call).toMatchObject({
    parameters: { SSEKMSKeyId: key },
    headers: { "x-amz-server-side-encryption-aws-kms-key-id": key },
  });
});

test("keeps secrets out of the record and the log", async () => {
  const secret = "c2VjcmV0IHZhbHVl";
  await send(emulator, user, {
    service: "ec2",
    body: {
      Action: "CreateLaunchTemplate",
      Version: "2016-11-15",
      LaunchTemplateName: "nodes",
      "LaunchTemplateData.UserData": secret,
    },
  });
  await send(emulator, user, {
    service: "autoscaling",
    body: { Action: "CreateLaunchConfiguration", LaunchConfigurationName: "nodes", UserData: secret },
  });
  await send(emulator, user, {
    service: "iam",
    body: { Action: "CreateLoginProfile", UserName: "anna", Password: secret },
  });
  await send(emulator, user, {
    service: "secretsmanager",
    target: "secretsmanager.PutSecretValue",
    body: JSON.stringify({ SecretId: "database", SecretString: secret }),
  });
  await send(emulator, user, { service: "s3", method: "PUT", path: "/bucket/state", body: secret });
  expect((await emulator.calls()).slice(-5).map(({ call }) => call.parameters)).toMatchObject([
    { LaunchTemplateName: "nodes", LaunchTemplateData: { UserData: "(not recorded)" } },
    { LaunchConfigurationName: "nodes", UserData: "(not recorded)" },
    { UserName: "anna", Password: "(not recorded)" },
    { SecretId: "database", SecretString: "(not recorded)" },
    { Bucket: "bucket", Key: "state", Body: "(not recorded)" },
  ]);
  expect(await readFile(path.join(emulator.folder, "calls.jsonl"), "utf8")).not.toContain(secret);
  expect(await readFile(emulator.logFile, "utf8")).not.toContain(secret);
});
