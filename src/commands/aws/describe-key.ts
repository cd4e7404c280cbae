import { DescribeKeyCommand, type KeyMetadata, type KMSClient, NotFoundException } from "@aws-sdk/client-kms";

/** The metadata of a key, or of the key that an alias points to; undefined if there is none. */
export async function describeKey(kms: KMSClient, id: string): Promise<KeyMetadata | undefined> {
  try {
    return (await kms.send(new DescribeKeyCommand({ KeyId: id }))).KeyMetadata;
  } catch (error) {
    if (error instanceof NotFoundException) return undefined;
    throw error;
  }
}
