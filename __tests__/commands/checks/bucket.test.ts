import { NotFound } from "@aws-sdk/client-s3";
import { checkBucket } from "../../../src/commands/checks/bucket";
import { fakeS3, s3Error } from "../../support/fake-s3";

const backend = { bucket: "my-terraform-state-dev", key: "terraform.tfstate", region: "ap-northeast-1" };

function bucketThatAnswers(answer: Error | undefined) {
  const HeadBucket = () => {
    if (answer) throw answer;
    return {};
  };
  return { stack: "dev", backend, client: fakeS3({ HeadBucket }) };
}

test("a bucket that exists is named with its region", async () => {
  expect(await checkBucket(bucketThatAnswers(undefined))).toEqual({
    outcome: "ok",
    detail: "my-terraform-state-dev in ap-northeast-1",
  });
});

test("a missing bucket is refused with the command that creates it", async () => {
  const missing = bucketThatAnswers(new NotFound({ message: "not found", $metadata: { httpStatusCode: 404 } }));
  const message = "bucket my-terraform-state-dev, which stores the state of dev, does not exist";
  await expect(checkBucket(missing, () => Promise.resolve("npm run deploy -- bootstrap"))).rejects.toMatchObject({
    message,
    nextStep: "npm run deploy -- bootstrap creates it",
  });
});

test("a bucket in another account or region is not taken for a missing one", async () => {
  await expect(checkBucket(bucketThatAnswers(s3Error("Forbidden", 403)))).rejects.toThrow("not allowed to access it");
  const moved = Object.assign(s3Error("UnknownError", 301), { $response: { headers: {} } });
  await expect(checkBucket(bucketThatAnswers(moved))).rejects.toThrow("is in another region");
});
