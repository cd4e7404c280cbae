import { S3ServiceException, type S3Client } from "@aws-sdk/client-s3";
import type { DeclaredStore } from "../../stacks/declared-stores";
import { CommandError } from "../cli/command-error";

/** A bucket that is checked. */
export interface Subject {
  readonly client: S3Client;
  readonly declared: DeclaredStore;

  /** The bootstrap stack that configures it. */
  readonly bootstrapStack: string;

  /** The key that its alias points to, if known. */
  readonly keyArn?: string;
}

/** A bucket is not configured as its bootstrap stack declares. */
export function drift(bootstrapStack: string, detail: string): CommandError {
  return new CommandError(detail, `npm run deploy -- ${bootstrapStack} shows the difference and fixes it`);
}

/** S3 errors for a configuration that was never set. */
const notConfigured =
  /^(ServerSideEncryptionConfigurationNotFoundError|NoSuchPublicAccessBlockConfiguration|OwnershipControlsNotFoundError|NoSuchLifecycleConfiguration|NoSuchBucketPolicy|ReplicationConfigurationNotFoundError)$/;

/** The response, or undefined if the requested configuration was never set. */
export async function configured<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof S3ServiceException && notConfigured.test(error.name)) return undefined;
    throw error;
  }
}
