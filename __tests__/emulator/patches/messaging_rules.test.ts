import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { clientFor } from "../../support/checkout";
import { emulatorOfFile, nonexistentRole, policyOf } from "./refusal";

const emulator = emulatorOfFile();
const location = { account: "123456789012", region: "ap-northeast-1" };

/** Calls an operation of a service for which the project has no client. Only the credential's scope is read. */
async function call(service: string, contentType: string, body: string, target?: string) {
  const scope = `${location.account}/20261127/${location.region}/${service}/aws4_request`;
  const response = await fetch(emulator().endpoint, {
    method: "POST",
    headers: {
      "content-type": contentType,
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`,
      ...(target ? { "x-amz-target": target } : {}),
    },
    body,
  });
  return { status: response.status, text: await response.text() };
}

const sns = (params: Record<string, string>) =>
  call("sns", "application/x-www-form-urlencoded", new URLSearchParams(params).toString());
const sqs = (operation: string, input: unknown) =>
  call("sqs", "application/x-amz-json-1.0", JSON.stringify(input), `AmazonSQS.${operation}`);
const events = (operation: string, input: unknown) =>
  call("events", "application/x-amz-json-1.1", JSON.stringify(input), `AWSEvents.${operation}`);

const accepted = { status: 200, text: expect.any(String) as string };
const refused = (...parts: string[]) => ({
  status: 400,
  text: expect.stringMatching(new RegExp(parts.join("[^]*"))) as string,
});

async function createRole(name: string): Promise<string> {
  const trust = policyOf({ Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" });
  const iam = new IAMClient({ ...clientFor(emulator()), region: "us-east-1" });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust }));
  return Role?.Arn ?? "";
}

const policyFor = (principal: unknown) => policyOf({ Principal: principal, Action: "*", Resource: "*" });

test("a topic's policy names principals that exist", async () => {
  await sns({ Action: "CreateTopic", Name: "alerts" });
  const TopicArn = "arn:aws:sns:ap-northeast-1:123456789012:alerts";
  const set = (AttributeValue: string) =>
    sns({ Action: "SetTopicAttributes", TopicArn, AttributeName: "Policy", AttributeValue });
  expect(await set(policyFor({ AWS: await createRole("publisher"), Service: "events.amazonaws.com" }))).toEqual(
    accepted,
  );
  expect(await set(policyFor({ AWS: nonexistentRole }))).toEqual(
    refused("InvalidParameter", "Invalid parameter: Policy Error: PrincipalNotFound"),
  );
  expect(await set("{}")).toEqual(refused("InvalidParameter", "Invalid parameter: Policy Error: null"));
  const attribute = {
    "Attributes.entry.1.key": "Policy",
    "Attributes.entry.1.value": policyFor({ AWS: nonexistentRole }),
  };
  expect(await sns({ Action: "CreateTopic", Name: "others", ...attribute })).toEqual(refused("PrincipalNotFound"));
});

test("a topic has at most 50 tags, none of which is AWS's own", async () => {
  const tag = (index: number, key: string) => ({
    [`Tags.member.${index}.Key`]: key,
    [`Tags.member.${index}.Value`]: "value",
  });
  const tags = Object.assign({}, ...Array.from({ length: 50 }, (_, index) => tag(index + 1, `key-${index}`))) as object;
  expect(await sns({ Action: "CreateTopic", Name: "tagged", ...tags })).toEqual(accepted);
  const ResourceArn = "arn:aws:sns:ap-northeast-1:123456789012:tagged";
  const add = (key: string) => sns({ Action: "TagResource", ResourceArn, ...tag(1, key) });
  expect(await add("key-1")).toEqual(accepted);
  expect(await add("another")).toEqual(refused("TagLimitExceeded"));
  expect(await add("aws:x")).toEqual(refused("InvalidParameter"));
});

test("a queue's policy names principals that exist", async () => {
  const create = (name: string, Policy: string) => sqs("CreateQueue", { QueueName: name, Attributes: { Policy } });
  expect(await create("events", policyFor({ Service: "events.amazonaws.com" }))).toEqual(accepted);
  const refusal = refused("InvalidAttributeValue", "Invalid value for the parameter Policy.");
  expect(await create("refused", policyFor({ AWS: nonexistentRole }))).toEqual(refusal);
  const QueueUrl = `${emulator().endpoint}/123456789012/events`;
  const set = (Policy: string) => sqs("SetQueueAttributes", { QueueUrl, Attributes: { Policy } });
  expect(await set(policyFor("*"))).toEqual(accepted);
  expect(await set("{")).toEqual(refusal);
  expect(await set("")).toEqual(accepted);
});

describe("EventBridge", () => {
  const patternOf = (length: number) => {
    const empty = JSON.stringify({ source: [""] });
    return JSON.stringify({ source: ["x".repeat(length - empty.length)] });
  };
  const exceeded = refused("LimitExceededException", "The requested resource exceeds the maximum number allowed.");

  test("matches by a pattern of at most 2,048 characters", async () => {
    expect(await events("PutRule", { Name: "longest", EventPattern: patternOf(2048) })).toEqual(accepted);
    expect(await events("PutRule", { Name: "longer", EventPattern: patternOf(2049) })).toEqual(
      refused("InvalidEventPatternException"),
    );
  });

  test("sends to 5 targets of a rule", async () => {
    await events("PutRule", { Name: "targets", EventPattern: patternOf(100) });
    const put = (...ids: string[]) =>
      events("PutTargets", {
        Rule: "targets",
        Targets: ids.map((Id) => ({ Id, Arn: "arn:aws:sns:ap-northeast-1:123456789012:alerts" })),
      });
    expect(await put("1", "2", "3", "4", "5")).toEqual(accepted);
    expect(await put("5")).toEqual(accepted);
    expect(await put("6")).toEqual(exceeded);
  });

  test("has 300 rules on a bus", async () => {
    await events("CreateEventBus", { Name: "full" });
    const put = (index: number) =>
      events("PutRule", { Name: `rule-${index}`, EventBusName: "full", EventPattern: patternOf(100) });
    for (let index = 1; index <= 300; index++) expect(await put(index)).toEqual(accepted);
    expect(await put(300)).toEqual(accepted);
    expect(await put(301)).toEqual(exceeded);
  });
});
