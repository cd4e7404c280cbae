import type { AccessNeed } from "./access-need";
import { keyUse } from "./on-behalf-kms";
import type { RecordedCall, ResourceFacts } from "./recorded-call";
import { sourceOf } from "./s3-actions";

const reading = new Set(["GetObject", "HeadObject", "GetObjectAttributes"]);
const writing = new Set(["PutObject", "CopyObject", "CreateMultipartUpload"]);
const parts = new Set(["UploadPart", "UploadPartCopy", "CompleteMultipartUpload"]);

/**
 * What S3 does with the caller's permissions: it uses the KMS key of the object, and tells whether an object exists only
 * to a caller who may list the bucket.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export function objectNeeds(call: RecordedCall): AccessNeed[] {
  if (call.service !== "s3") return [];
  const { operation, parameters } = call;
  const bucket = String(parameters.Bucket);
  const key = String(parameters.Key);
  if (reading.has(operation)) return readingNeeds(call, bucket, key);
  if (parts.has(operation)) return useOf(call, keyOfBucket(call), bucket, key, ["Decrypt", "GenerateDataKey"]);
  if (!writing.has(operation)) return [];
  const written = useOf(call, keyOfBucket(call), bucket, key, ["GenerateDataKey"]);
  return operation === "CopyObject" ? [...written, ...readingOfSource(call)] : written;
}

function readingNeeds(call: RecordedCall, bucket: string, key: string): AccessNeed[] {
  const bucketFacts = call.facts.resources[bucket];
  const object = call.facts.resources[`${bucket}/${key}`];
  if (bucketFacts && !object) {
    const reason = "there is no such object, which S3 tells only to a caller who may list the bucket";
    return [
      { action: "s3:ListBucket", targets: [{ arn: bucketFacts.arn, facts: bucketFacts }], reason, onBehalf: true },
    ];
  }
  return call.operation === "HeadObject" ? [] : useOf(call, object?.keyArn, bucket, key, ["Decrypt"]);
}

function readingOfSource(call: RecordedCall): AccessNeed[] {
  const [bucket, key] = sourceOf(call.parameters.CopySource);
  return useOf(call, call.facts.resources[`${bucket}/${key}`]?.keyArn, bucket, key, ["Decrypt"]);
}

/** The key that the call names, or else the bucket's. */
function keyOfBucket({ parameters, headers, facts }: RecordedCall): string | undefined {
  const named = headers["x-amz-server-side-encryption-aws-kms-key-id"];
  if (named !== undefined) return keyArnOf(facts.resources, named);
  const isUnderOtherKeys =
    parameters.ServerSideEncryption === "AES256" || parameters.SSECustomerAlgorithm !== undefined;
  return isUnderOtherKeys ? undefined : facts.resources[String(parameters.Bucket)]?.keyArn;
}

function keyArnOf(resources: Readonly<Record<string, ResourceFacts>>, named: string): string {
  const found = resources[named];
  const key = [found, ...(found?.implies ?? []).map((name) => resources[name])].find((one) =>
    one?.arn.includes(":key/"),
  );
  return key?.arn ?? named;
}

function useOf(call: RecordedCall, keyArn: string | undefined, bucket: string, key: string, names: readonly string[]) {
  if (keyArn === undefined) return [];
  const bucketFacts = call.facts.resources[bucket];
  const bucketArn = bucketFacts?.arn ?? `arn:aws:s3:::${bucket}`;
  const encrypted = bucketFacts?.bucketKey ? bucketArn : `${bucketArn}/${key}`;
  return names.map((name) =>
    keyUse(call, name, keyArn, { service: "s3", context: { "kms:EncryptionContext:aws:s3:arn": encrypted } }),
  );
}
