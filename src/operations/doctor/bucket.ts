import { HeadBucketCommand, S3ServiceException, type S3Client } from "@aws-sdk/client-s3";
import { CommandError } from "../command-error";
import { failure, ok, type Finding } from "./check";

/** Where a bucket is looked for, and what to do where it is not. */
export interface BucketPlace {
  readonly bucket: string;
  readonly region: string;

  /** The command that makes it. */
  readonly madeBy: string;

  /** The setting that says its region. */
  readonly regionSetting: string;
}

/** Whether a bucket is there, in the region that the settings say. */
export async function checkBucket(client: S3Client, place: BucketPlace): Promise<Finding> {
  const { bucket, region, madeBy, regionSetting } = place;
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket }));
    return ok(`${bucket} in ${region}`);
  } catch (error) {
    if (!(error instanceof S3ServiceException)) throw error;
    const { httpStatusCode } = error.$metadata;
    if (httpStatusCode === 404) {
      return failure(`bucket ${bucket} does not exist`, `${madeBy} creates it`);
    }
    if (httpStatusCode === 301) {
      return failure(`bucket ${bucket} is not in ${region}`, `correct ${regionSetting} in environments/`);
    }
    if (httpStatusCode === 403) {
      throw new CommandError(
        `bucket ${bucket} exists, but these credentials may not look into it`,
        "use credentials that may; if the bucket is somebody else's, set another stateBucketPrefix in environments/organization.ts",
      );
    }
    throw error;
  }
}
