import {
  ListObjectVersionsCommand,
  S3Client,
  type ListObjectVersionsCommandInput,
  type ListObjectVersionsCommandOutput,
} from "@aws-sdk/client-s3";
import { isAbsent, isAccessDenied, withAws } from "../../aws/aws-errors";
import { usesEmulator } from "../../remote-state/declared-state";
import type { BucketLoss } from "./losses";

/**
 * A description of what a bucket contains, or undefined if it contains no object version or does not exist. A bucket
 * that the caller cannot access, for example in another account, counts as not empty.
 *
 * @throws CommandError when S3 cannot be reached
 */
export async function describeContents({ bucket, region }: BucketLoss): Promise<string | undefined> {
  const client = new S3Client({ region, forcePathStyle: usesEmulator() });
  const doing = `list the object versions in bucket ${bucket} (s3:ListBucketVersions)`;
  return withAws(doing, async () => firstVersions(client, bucket)).catch((error: unknown) => {
    if (isAbsent(error)) return undefined;
    throw error;
  });
}

/** Delete markers have no content, but may fill an entire page. */
async function firstVersions(client: S3Client, bucket: string): Promise<string | undefined> {
  let position: Pick<ListObjectVersionsCommandInput, "KeyMarker" | "VersionIdMarker"> | undefined = {};
  while (position) {
    const page: ListObjectVersionsCommandOutput | undefined = await client
      .send(new ListObjectVersionsCommand({ Bucket: bucket, ...position }))
      .catch(undefinedWhereDenied);
    if (!page) return "object versions that these credentials are not allowed to list (s3:ListBucketVersions)";
    const versions = page.Versions?.length ?? 0;
    if (versions > 0)
      return `${page.IsTruncated ? "at least " : ""}${versions} object ${versions === 1 ? "version" : "versions"}`;
    position = page.IsTruncated
      ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
      : undefined;
  }
  return undefined;
}

function undefinedWhereDenied(error: unknown): undefined {
  if (!isAccessDenied(error)) throw error;
}
