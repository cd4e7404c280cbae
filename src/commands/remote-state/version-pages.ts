import {
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandInput,
  type ListObjectVersionsCommandOutput,
  type S3Client,
} from "@aws-sdk/client-s3";
import { answered, UnexpectedAnswer } from "../aws/aws-errors";

/**
 * The pages of a list of object versions.
 *
 * @throws UnexpectedAnswer when an answer is not such a list, or when the list would never end
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html
 */
export async function* versionPages(
  client: S3Client,
  list: Pick<ListObjectVersionsCommandInput, "Bucket" | "Prefix">,
): AsyncGenerator<ListObjectVersionsCommandOutput> {
  let position: Pick<ListObjectVersionsCommandInput, "KeyMarker" | "VersionIdMarker"> = {};
  for (;;) {
    const page = await client.send(new ListObjectVersionsCommand({ ...list, ...position }));
    const isTruncated = answered(page.IsTruncated, "IsTruncated in a list of object versions");
    yield page;
    if (!isTruncated) return;
    const { NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
    const isSame = KeyMarker === position.KeyMarker && VersionIdMarker === position.VersionIdMarker;
    if (KeyMarker === undefined || isSame) throw new UnexpectedAnswer("a list of object versions that does not end");
    position = { KeyMarker, VersionIdMarker };
  }
}
