import { NotFound, type S3Client } from "@aws-sdk/client-s3";
import { CommandError } from "../../../src/commands/cli/command-error";
import { checkDeletedState } from "../../../src/commands/checks/deleted-state";
import { fakeS3 } from "../../support/fake-s3";

const Key = "dev/terraform.tfstate";
const backend = { bucket: "b", key: Key, region: "ap-northeast-1" };
const LastModified = new Date("2026-01-01T00:00:00Z");
const marker = { Key, VersionId: "marker", LastModified, IsLatest: true };
const lock = { Key: `${Key}.tflock`, VersionId: "lock", LastModified, IsLatest: true };

/** A bucket that lists its versions page by page. */
function bucketOf(...pages: object[]): S3Client {
  return fakeS3({
    HeadBucket: () => ({}),
    ListObjectVersions: ({ KeyMarker }) => {
      const position = Number(KeyMarker ?? 0);
      const more = position + 1 < pages.length;
      return { ...pages[position], ...(more ? { IsTruncated: true, NextKeyMarker: String(position + 1) } : {}) };
    },
  });
}

test("a version below a delete marker is refused with the version to restore, on any page of the list", async () => {
  const client = bucketOf(
    { DeleteMarkers: [marker] },
    { Versions: [{ Key, VersionId: "newest", LastModified }] },
    { Versions: [{ Key, VersionId: "oldest", LastModified }] },
  );
  const refused: unknown = await checkDeletedState({ client, backend, stack: "dev" }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(CommandError);
  expect(refused).toMatchObject({
    message:
      "s3://b/dev/terraform.tfstate was deleted, but its version newest of 2026-01-01T00:00:00.000Z still exists",
    nextStep: "restore it first: npm run state -- restore dev newest",
  });
});

test("delete markers alone, and versions of a key with the same prefix, are accepted", async () => {
  const client = bucketOf({ DeleteMarkers: [marker], Versions: [lock] });
  await expect(checkDeletedState({ client, backend, stack: "dev" })).resolves.toBeUndefined();
});

test("a bucket that does not exist yet is accepted", async () => {
  const client = fakeS3({
    HeadBucket: () => {
      throw new NotFound({ message: "no such bucket", $metadata: { httpStatusCode: 404 } });
    },
  });
  await expect(checkDeletedState({ client, backend, stack: "dev" })).resolves.toBeUndefined();
});
