import {
  GetBucketLifecycleConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  type S3Client,
} from "@aws-sdk/client-s3";

/** What protects a bucket, as S3 holds it; fails if any of it is missing. */
export async function bucketProtections(client: S3Client, Bucket: string) {
  return Promise.all([
    client.send(new GetBucketPolicyCommand({ Bucket })).then(({ Policy }) => Policy),
    client.send(new GetPublicAccessBlockCommand({ Bucket })).then((answer) => answer.PublicAccessBlockConfiguration),
    client.send(new GetBucketVersioningCommand({ Bucket })).then(({ Status }) => Status),
    client.send(new GetBucketLifecycleConfigurationCommand({ Bucket })).then(({ Rules }) => Rules),
    client.send(new GetBucketOwnershipControlsCommand({ Bucket })).then(({ OwnershipControls }) => OwnershipControls),
  ]);
}
