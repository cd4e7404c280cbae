import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadBucketCommand,
  NotFound,
  S3ServiceException,
  type S3Client,
} from "@aws-sdk/client-s3";
import { isClockSkew } from "../aws/aws-answers";
import { isAbsent, UnexpectedAnswer } from "../aws/aws-errors";
import { CommandError } from "../cli/command-error";
import type { S3BackendArguments } from "./backend";
import { parseState, type TerraformState } from "./terraform-state";

/** The current state object in S3. */
export interface StateObject {
  readonly state: TerraformState;
  readonly lastModified: Date | undefined;
  readonly versionId: string | undefined;
  readonly encryption: string | undefined;
  readonly kmsKeyId: string | undefined;
}

/** The URL of a state object. */
export function stateUrl(backend: S3BackendArguments): string {
  return `s3://${backend.bucket}/${backend.key}`;
}

/**
 * The text of an object.
 *
 * @throws UnexpectedAnswer when it is a page or empty, and without the entity tag that S3 gives to every object
 */
export async function objectText(
  { Body, ETag }: Pick<GetObjectCommandOutput, "Body" | "ETag">,
  url: string,
): Promise<string> {
  const text = (await Body?.transformToString()) ?? "";
  if (ETag === undefined && /^\s*(<|$)/.test(text)) throw new UnexpectedAnswer(`no entity tag of ${url}`);
  return text;
}

/** What is needed to look up a bucket. */
type BucketLocation = Pick<S3BackendArguments, "bucket" | "region">;

/**
 * Whether the bucket exists.
 *
 * @throws CommandError when it belongs to another account, or is in another region
 */
export async function bucketExists(client: S3Client, location: BucketLocation): Promise<boolean> {
  const { bucket } = location;
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket }));
    return true;
  } catch (error) {
    if (error instanceof NotFound || (error instanceof S3ServiceException && error.name === "NoSuchBucket"))
      return false;
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 403 && !isClockSkew(error)) {
      throw new CommandError(
        `bucket ${bucket} exists, but these credentials are not allowed to access it`,
        "use credentials of the account that owns it, or set a different stateBucketPrefix in environments/organization.ts",
        { runbook: "docs/runbook/wrong-account.md" },
      );
    }
    throw explainRegion(error, location) ?? error;
  }
}

/** S3 returns the bucket's region in a header, since the response to a HEAD request has no body. */
function explainRegion(error: unknown, { bucket, region }: BucketLocation): CommandError | undefined {
  if (!(error instanceof S3ServiceException)) return undefined;
  const actual = error.$response?.headers["x-amz-bucket-region"];
  const elsewhere = actual === undefined ? error.$metadata.httpStatusCode === 301 : actual !== region;
  if (!elsewhere) return undefined;
  return new CommandError(
    `bucket ${bucket} is in ${actual ?? "another region"}, but the settings specify ${region}`,
    "correct the region in environments/, or delete the bucket if it is empty, so that bootstrap creates it in the right region",
  );
}

/**
 * The current state object, or undefined if the bucket or the object does not exist.
 *
 * @throws CommandError when the object is not a state, or the bucket is in another region
 */
export async function readStateObject(client: S3Client, backend: S3BackendArguments): Promise<StateObject | undefined> {
  try {
    const answer = await client.send(new GetObjectCommand({ Bucket: backend.bucket, Key: backend.key }));
    return {
      state: parseState(await objectText(answer, stateUrl(backend)), stateUrl(backend)),
      lastModified: answer.LastModified,
      versionId: answer.VersionId,
      encryption: answer.ServerSideEncryption,
      kmsKeyId: answer.SSEKMSKeyId,
    };
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw explainRegion(error, backend) ?? error;
  }
}
