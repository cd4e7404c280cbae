import { DescribeClusterCommand, EKSClient } from "@aws-sdk/client-eks";
import { DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { callerIdentity } from "../../../src/commands/aws/caller";
import { withAws } from "../../../src/commands/aws/aws-errors";
import { clientOptions } from "../../../src/commands/aws/clients";
import { stateClient } from "../../../src/commands/remote-state/backend";
import { readLock } from "../../../src/commands/remote-state/lock";
import { bucketExists, readStateObject } from "../../../src/commands/remote-state/state-object";
import { listVersions } from "../../../src/commands/remote-state/versions";
import { type Answer, answers, type FaultyAws, s3Fault, startFaultyAws } from "../../support/faulty-aws";

const backend = { bucket: "b", key: "k.tfstate", region: "ap-northeast-1", use_path_style: true };
const before = { ...process.env };

let aws: FaultyAws | undefined;

afterEach(async () => {
  process.env = { ...before };
  await aws?.stop();
});

async function asked<Result>(answer: Answer, ask: () => Promise<Result>): Promise<Result> {
  aws = await startFaultyAws(answer);
  Object.assign(process.env, aws.env, { AWS_MAX_ATTEMPTS: "1" });
  return withAws("look", ask);
}

const history = async () => listVersions(stateClient(backend), backend);
const state = async () => readStateObject(stateClient(backend), backend);
const lock = async () => readLock(stateClient(backend), backend);
const bucket = async () => bucketExists(stateClient(backend), backend);
const cluster = async () =>
  new EKSClient(clientOptions(backend.region)).send(new DescribeClusterCommand({ name: "c" }));
const key = async () => new KMSClient(clientOptions(backend.region)).send(new DescribeKeyCommand({ KeyId: "k" }));

function jsonFault(status: number, type: string, message = type): Answer {
  return answers(status, JSON.stringify({ __type: type, message }), { "content-type": "application/x-amz-json-1.1" });
}

const tomorrow = new Date(Date.now() + 24 * 3_600_000).toUTCString();

test.each<[string, Answer, () => Promise<unknown>, string, string]>([
  [
    "throttles",
    s3Fault(503, "SlowDown"),
    history,
    "AWS throttles the requests to look (SlowDown",
    "wait a few minutes",
  ],
  ["throttles", jsonFault(400, "ThrottlingException"), key, "AWS throttles the requests to look", "wait a few minutes"],
  [
    "throttles",
    jsonFault(429, "TooManyRequestsException"),
    cluster,
    "AWS throttles the requests",
    "wait a few minutes",
  ],
  [
    "fails",
    s3Fault(500, "InternalError"),
    state,
    "AWS failed to look (HTTP 500, InternalError",
    "run the command again",
  ],
  ["fails without a body", answers(503), bucket, "AWS failed to look (HTTP 503", "run the command again"],
  ["redirects", s3Fault(301, "PermanentRedirect"), history, "S3 redirects the request to look", "correct the region"],
  ["redirects", s3Fault(307, "TemporaryRedirect"), lock, "S3 redirects the request to look", "if the bucket is new"],
  ["tells the time", s3Fault(403, "RequestTimeTooSkewed"), history, "the clock of this machine is wrong", "NTP"],
  ["tells the time only", answers(403, "", { date: tomorrow }), bucket, "is wrong (1440 min behind)", "NTP"],
  [
    "tells the time",
    jsonFault(403, "InvalidSignatureException", "Signature not yet current: 1 is still later than 2"),
    key,
    "the clock of this machine is wrong",
    "NTP",
  ],
  [
    "denies",
    s3Fault(403, "AccessDenied", { date: tomorrow }),
    history,
    "not allowed to look",
    "use credentials that are",
  ],
  ["answers something else", s3Fault(400, "InvalidRequest"), lock, "with InvalidRequest (HTTP 400)", "look it up"],
])("AWS that %s is one cause with one next step", async (_, answer, ask, message, nextStep) => {
  await expect(asked(answer, ask)).rejects.toMatchObject({
    name: "CommandError",
    message: expect.stringContaining(message) as string,
    nextStep: expect.stringContaining(nextStep) as string,
  });
});

const page = answers(200, "<html><body>sign in</body></html>");

test.each<[string, Answer, () => Promise<unknown>]>([
  ["an empty list of versions", answers(200), history],
  ["a page as a list of versions", page, history],
  ["a page as the state", page, state],
  ["an empty answer as the state", answers(200), state],
  ["a page as the lock", page, lock],
  ["a list of versions without end", versions("<IsTruncated>true</IsTruncated>"), history],
  [
    "a list of versions that goes in circles",
    versions("<IsTruncated>true</IsTruncated><NextKeyMarker>k</NextKeyMarker>"),
    history,
  ],
  ["an empty caller", answers(200, "<GetCallerIdentityResponse/>"), async () => callerIdentity("ap-northeast-1")],
  ["a page as the caller", page, async () => callerIdentity("ap-northeast-1")],
  ["text instead of JSON", answers(200, "sorry", { "content-type": "text/plain" }), cluster],
])("%s is refused as no answer of AWS", async (_, answer, ask) => {
  await expect(asked(answer, ask)).rejects.toMatchObject({
    name: "CommandError",
    message: expect.stringMatching(/^the answer is not one that AWS gives: /) as string,
  });
});

function versions(content: string): Answer {
  return answers(200, `<ListVersionsResult><Name>b</Name>${content}</ListVersionsResult>`);
}

test.each([
  ["ECONNREFUSED", "AWS cannot be reached to look: ECONNREFUSED"],
  ["SELF_SIGNED_CERT_IN_CHAIN", "no secure connection to AWS can be made to look (SELF_SIGNED_CERT_IN_CHAIN)"],
])("a connection that fails with %s is a cause of its own", async (code, message) => {
  const fail = async () => Promise.reject(Object.assign(new Error(""), { code }));
  await expect(withAws("look", fail)).rejects.toThrow(message);
});

test("control characters in a message of AWS are escaped", async () => {
  const answer = jsonFault(400, "ValidationException", "bad\u001b[2J\nnext: rm -r");
  await expect(asked(answer, key)).rejects.toThrow("bad\\u001b[2J\\nnext: rm -r");
});

test("an error that is not from AWS is passed on", async () => {
  const mistake = new TypeError("x is not a function");
  await expect(withAws("look", async () => Promise.reject(mistake))).rejects.toBe(mistake);
});
