import { type S3Client } from "@aws-sdk/client-s3";
import { bucketExists, readStateObject } from "../../../src/commands/remote-state/state-object";
import { fakeS3, s3Error } from "../../support/fake-s3";

const backend = { bucket: "my-terraform-state-prod", key: "terraform.tfstate", region: "ap-northeast-1" };

function refusing(status: number, headers: Readonly<Record<string, string>> = {}): S3Client {
  const answer = () => {
    throw Object.assign(s3Error("UnknownError", status), { $response: { headers } });
  };
  return fakeS3({ HeadBucket: answer, GetObject: answer });
}

describe.each([
  ["looking for the bucket", async (client: S3Client) => bucketExists(client, backend)],
  ["reading the state", async (client: S3Client) => readStateObject(client, backend)],
])("%s", (_, look) => {
  test.each([301, 400])("names the region of the bucket if S3 answers %d", async (status) => {
    await expect(look(refusing(status, { "x-amz-bucket-region": "eu-central-1" }))).rejects.toMatchObject({
      name: "CommandError",
      message: "bucket my-terraform-state-prod is in eu-central-1, but the settings specify ap-northeast-1",
      nextStep: expect.stringContaining("correct the region in environments/") as string,
    });
  });

  test("says that the bucket is in another region if S3 does not name it", async () => {
    await expect(look(refusing(301))).rejects.toMatchObject({
      name: "CommandError",
      message: "bucket my-terraform-state-prod is in another region, but the settings specify ap-northeast-1",
    });
  });

  test("passes on any other failure in the region of the bucket", async () => {
    await expect(look(refusing(500, { "x-amz-bucket-region": "ap-northeast-1" }))).rejects.toMatchObject({
      name: "UnknownError",
    });
  });
});

test("a bucket of another account is reported as such in every region", async () => {
  await expect(bucketExists(refusing(403, { "x-amz-bucket-region": "eu-central-1" }), backend)).rejects.toMatchObject({
    name: "CommandError",
    message: "bucket my-terraform-state-prod exists, but these credentials are not allowed to access it",
    nextStep: expect.stringContaining("stateBucketPrefix") as string,
  });
});
