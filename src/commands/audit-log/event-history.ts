import { CloudTrailClient, paginateLookupEvents } from "@aws-sdk/client-cloudtrail";
import { answered } from "../aws/aws-errors";
import { clientOptions } from "../aws/clients";
import { ending } from "../aws/pages";
import { parseRecord, type TrailRecord } from "./record";
import type { Period } from "./period";
import { ask, type Source } from "./source";

/**
 * Looks up decryptions in the CloudTrail event history, which every account has without a trail. Reads of S3 objects
 * are data events, which it never contains. Each region has its own event history.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
export async function eventHistory(region: string, { since, until }: Period): Promise<Source> {
  const covers = "kms:Decrypt of the last 90 days";
  return ask(`CloudTrail event history of ${region}`, covers, async () => {
    const client = new CloudTrailClient({ ...clientOptions(region), retryMode: "adaptive" });
    const decryptions = {
      LookupAttributes: [{ AttributeKey: "EventName" as const, AttributeValue: "Decrypt" }],
      StartTime: since,
      EndTime: until,
    };
    const records: TrailRecord[] = [];
    for await (const { Events } of ending(paginateLookupEvents({ client }, decryptions), "NextToken")) {
      records.push(
        ...answered(Events, "the list of events").flatMap(
          ({ CloudTrailEvent = "" }) => parseRecord(CloudTrailEvent) ?? [],
        ),
      );
    }
    return records;
  });
}
