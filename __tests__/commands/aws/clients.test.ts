import { DescribeClusterCommand, EKSClient } from "@aws-sdk/client-eks";
import { GetObjectCommand, HeadBucketCommand } from "@aws-sdk/client-s3";
import { withAws } from "../../../src/commands/aws/aws-errors";
import { clientOptions } from "../../../src/commands/aws/clients";
import { endingWith, Interrupted } from "../../../src/commands/cli/interruption";
import { stateClient } from "../../../src/commands/remote-state/backend";
import { type Answer, answers, type FaultyAws, startFaultyAws } from "../../support/faulty-aws";

/** For a call that is never answered. */
const impatience = { connectionTimeout: 200, requestTimeout: 200, socketTimeout: 200 };

/** For a call that is answered: a test on a busy machine waits as long as it must. */
const patience = { connectionTimeout: 300_000, requestTimeout: 300_000, socketTimeout: 300_000 };

const object = { Bucket: "b", Key: "k" };
const before = { ...process.env };

let aws: FaultyAws | undefined;

afterEach(async () => {
  process.env = { ...before };
  await aws?.stop();
});

async function s3At(answer: Answer, waits = patience) {
  aws = await startFaultyAws(answer);
  Object.assign(process.env, aws.env, { AWS_MAX_ATTEMPTS: "1" });
  return stateClient({ region: "ap-northeast-1", use_path_style: true }, waits);
}

const never: Answer = () => undefined;

/** Begins an object and never ends it. */
const halfAnObject: Answer = (_, response) => {
  response.writeHead(200, { "content-length": "10", etag: '"1"' });
  response.write("half");
};

async function read(client: ReturnType<typeof stateClient>): Promise<string | undefined> {
  return withAws("read the state", async () => {
    const { Body } = await client.send(new GetObjectCommand(object));
    return Body?.transformToString();
  });
}

test.each([
  ["does not answer", never],
  ["begins an answer and does not end it", halfAnObject],
])("a call to an endpoint that %s ends", async (_, answer) => {
  await expect(read(await s3At(answer, impatience))).rejects.toMatchObject({
    name: "CommandError",
    message: expect.stringMatching(/^AWS cannot be reached to read the state: /) as string,
    nextStep: expect.stringContaining("check the network") as string,
  });
});

test("a call that was answered in another service ends as well", async () => {
  await s3At(never);
  const client = new EKSClient(clientOptions("ap-northeast-1", impatience));
  await expect(client.send(new DescribeClusterCommand({ name: "c" }))).rejects.toMatchObject({ name: "TimeoutError" });
});

test.each([
  ["before the answer", never],
  ["within the answer", halfAnObject],
])("an interruption ends a call %s, and the next ones before they start", async (_, answer) => {
  const controller = new AbortController();
  const client = await s3At((request, response) => {
    answer(request, response);
    setTimeout(() => {
      controller.abort(new Interrupted("interrupted by SIGINT", "run it again"));
    }, 100);
  });
  await endingWith(controller.signal, async () => {
    await expect(read(client)).rejects.toBeInstanceOf(Interrupted);
    await expect(read(client)).rejects.toThrow("interrupted by SIGINT");
  });
  expect(aws?.requests).toHaveLength(1);
});

test("a call that must be completed after an interruption is completed", async () => {
  const client = await s3At(answers(200, "text", { etag: '"1"' }));
  const interrupted = AbortSignal.abort(new Interrupted("interrupted by SIGINT", "run it again"));
  const text = endingWith(interrupted, async () => endingWith(undefined, async () => read(client)));
  expect(await text).toBe("text");
});

test.each([
  ["a page", answers(200, "<html>sign in</html>", { "content-type": "text/html; charset=utf-8" })],
  ["a redirect to a page", answers(302, "<html>moved</html>", { "content-type": "text/html", location: "/" })],
  ["a page of a proxy", answers(503, "<html>no</html>", { "content-type": "text/html" })],
  ["nothing", answers(200, "", { "content-length": "0" })],
])("%s is not taken for an answer of AWS", async (_, answer) => {
  await expect(read(await s3At(answer))).rejects.toMatchObject({
    message: expect.stringMatching(/^the answer is not one that AWS gives: GET 127\.0\.0\.1 \(HTTP \d+, /) as string,
    nextStep: expect.stringContaining("AWS_ENDPOINT_URL") as string,
  });
});

test("a stored page, an empty object and the answer to a HEAD request are answers of AWS", async () => {
  const stored = answers(200, "<html>", { "content-type": "text/html", "x-amz-request-id": "1" });
  expect(await read(await s3At(stored))).toBe("<html>");
  await aws?.stop();
  expect(await read(await s3At(answers(200, "", { "content-length": "0", etag: '"1"' })))).toBe("");
  await aws?.stop();
  const client = await s3At(answers(200, "", { "content-length": "0" }));
  await expect(client.send(new HeadBucketCommand({ Bucket: "b" }))).resolves.toBeDefined();
});
