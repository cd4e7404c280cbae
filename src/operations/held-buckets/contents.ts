import {
  ListObjectVersionsCommand,
  S3Client,
  type ListObjectVersionsCommandInput,
  type ListObjectVersionsCommandOutput,
} from "@aws-sdk/client-s3";
import { isAbsent, isAccessDenied, withAws } from "../aws-errors";
import { usesEmulator } from "../state/declared-state";
import type { BucketLoss } from "./losses";

/**
 * What a bucket holds, in words, or undefined where it holds no version of any object or does not exist. A bucket that the
 * caller cannot look into, in another account for example, counts as one that holds something.
 *
 * @throws CommandError when S3 can't be reached
 */
export async function describeContents({ bucket, region }: BucketLoss): Promise<string | undefined> {
  const client = new S3Client({ region, forcePathStyle: usesEmulator() });
  const doing = `list the object versions in bucket ${bucket} (s3:ListBucketVersions)`;
  return withAws(doing, async () => firstVersions(client, bucket)).catch((error: unknown) => {
    if (isAbsent(error)) return undefined;
    throw error;
  });
}

/** Delete markers hold nothing, but may fill a page of their own. */
async function firstVersions(client: S3Client, bucket: string): Promise<string | undefined> {
  let position: Pick<ListObjectVersionsCommandInput, "KeyMarker" | "VersionIdMarker"> | undefined = {};
  while (position) {
    const page: ListObjectVersionsCommandOutput | undefined = await client
      .send(new ListObjectVersionsCommand({ Bucket: bucket, ...position }))
      .catch(undefinedWhereDenied);
    if (!page) return "what these credentials may not list (s3:ListBucketVersions)";
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
