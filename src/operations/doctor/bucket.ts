import { HeadBucketCommand, S3ServiceException, type S3Client } from "@aws-sdk/client-s3";
import { CommandError } from "../command-error";
import type { DeclaredState } from "../state/declared-state";
import { failure, ok, type Finding } from "./check";

/** Whether the bucket of a state is there, in the region that the settings say. */
export async function checkBucket(client: S3Client, { home, backend }: DeclaredState): Promise<Finding> {
  const { bucket, region } = backend;
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket }));
    return ok(`${bucket} in ${region}`);
  } catch (error) {
    if (!(error instanceof S3ServiceException)) throw error;
    const { httpStatusCode } = error.$metadata;
    if (httpStatusCode === 404) {
      return failure(`bucket ${bucket} does not exist`, "npm run bootstrap creates it");
    }
    if (httpStatusCode === 301) {
      return failure(`bucket ${bucket} is not in ${region}`, `correct the region of ${home.name} in environments/`);
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
