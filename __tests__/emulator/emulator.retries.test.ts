import { startEmulator, type Emulator } from "../../emulator/emulator";

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
});

afterAll(async () => {
  await emulator.stop();
});

async function createVpc(invocation: string): Promise<string | undefined> {
  const credential = "123456789012/20260101/ap-northeast-1/ec2/aws4_request";
  const answer = await fetch(emulator.endpoint, {
    method: "POST",
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=none`,
      "content-type": "application/x-www-form-urlencoded",
      "amz-sdk-invocation-id": invocation,
    },
    body: "Action=CreateVpc&Version=2016-11-15&CidrBlock=10.0.0.0/16",
  });
  return /<vpcId>(vpc-\w+)</.exec(await answer.text())?.[1];
}

test("a call that an SDK retries is carried out once, and another call of the same kind again", async () => {
  const first = await createVpc("one");
  expect(first).toMatch(/^vpc-/);
  expect(await createVpc("one")).toBe(first);
  expect(await createVpc("two")).not.toBe(first);
});
