import { HeadBucketCommand, S3ServiceException, type S3Client } from "@aws-sdk/client-s3";
import { CommandError } from "../cli/command-error";
import { failure, ok, type Finding } from "./check";

/** Where to look for a bucket, and what to do if it is not there. */
export interface BucketPlace {
  readonly bucket: string;
  readonly region: string;

  /** The command that creates it. */
  readonly madeBy: string;

  /** The setting that determines its region. */
  readonly regionSetting: string;
}

/** Checks that a bucket exists in the region that the settings specify. */
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
        `bucket ${bucket} exists, but these credentials are not allowed to access it`,
        "use credentials that are; if the bucket belongs to another account, set a different stateBucketPrefix in environments/organization.ts",
      );
    }
    throw error;
  }
}
