import type { S3Client } from "@aws-sdk/client-s3";
import { isAbsent, isAccessDenied, withAws } from "../../aws/aws-errors";
import { stateClient } from "../../remote-state/backend";
import { usesEmulator } from "../../remote-state/declared-state";
import { versionPages } from "../../remote-state/version-pages";
import type { BucketLoss } from "./losses";

/**
 * A description of what a bucket contains, or undefined if it contains no object version or does not exist. A bucket
 * that the caller cannot access, for example in another account, counts as not empty.
 *
 * @throws CommandError when S3 does not answer
 */
export async function describeContents({ bucket, region }: BucketLoss): Promise<string | undefined> {
  const client = stateClient({ region, use_path_style: usesEmulator() });
  return withAws(`list the object versions in bucket ${bucket} (s3:ListBucketVersions)`, async () => {
    try {
      return await firstVersions(client, bucket);
    } catch (error) {
      if (isAbsent(error)) return undefined;
      if (!isAccessDenied(error)) throw error;
      return "object versions that these credentials are not allowed to list (s3:ListBucketVersions)";
    }
  });
}

/** Delete markers have no content, but may fill an entire page. */
async function firstVersions(client: S3Client, bucket: string): Promise<string | undefined> {
  for await (const { Versions = [], IsTruncated } of versionPages(client, { Bucket: bucket })) {
    const count = Versions.length;
    if (count > 0) return `${IsTruncated ? "at least " : ""}${count} object ${count === 1 ? "version" : "versions"}`;
  }
  return undefined;
}
