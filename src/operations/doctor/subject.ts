import { S3ServiceException, type S3Client } from "@aws-sdk/client-s3";
import type { DeclaredBucket } from "../../stacks/declared-buckets";

/** A bucket that is looked at. */
export interface Subject {
  readonly client: S3Client;
  readonly declared: DeclaredBucket;

  /** The key that its alias leads to, when it is known. */
  readonly keyArn?: string;
}

/** What brings a bucket back to what is declared. */
export const mending = "npm run deploy -- bootstrap shows the difference and mends it";

/** Answers of S3 that mean that something was never configured. */
const notConfigured =
  /^(ServerSideEncryptionConfigurationNotFoundError|NoSuchPublicAccessBlockConfiguration|OwnershipControlsNotFoundError|NoSuchLifecycleConfiguration|NoSuchBucketPolicy|ReplicationConfigurationNotFoundError)$/;

/** The answer, or undefined where the thing that was asked for was never configured. */
export async function configured<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof S3ServiceException && notConfigured.test(error.name)) return undefined;
    throw error;
  }
}
