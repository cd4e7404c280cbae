import { DescribeKeyCommand, type KeyMetadata, type KMSClient, NotFoundException } from "@aws-sdk/client-kms";

/** What KMS says of a key, or of the one that an alias leads to; undefined where there is none. */
export async function describeKey(kms: KMSClient, id: string): Promise<KeyMetadata | undefined> {
  try {
    return (await kms.send(new DescribeKeyCommand({ KeyId: id }))).KeyMetadata;
  } catch (error) {
    if (error instanceof NotFoundException) return undefined;
    throw error;
  }
}
