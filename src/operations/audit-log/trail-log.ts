import { CloudTrailClient, DescribeTrailsCommand } from "@aws-sdk/client-cloudtrail";
import { CloudWatchLogsClient, paginateFilterLogEvents } from "@aws-sdk/client-cloudwatch-logs";
import { withAws } from "../aws-errors";
import { parseRecord, type TrailRecord } from "./record";
import { ask, type Period, type Source } from "./source";
import type { Target } from "./state-access";

/** A log group that a trail delivers to. */
interface TrailLog {
  readonly trail: string;
  readonly group: string;
  readonly groupArn: string;
  readonly region: string;
}

/**
 * Looks up reads of the object and decryptions in the CloudWatch Logs groups that the region's trails deliver to.
 *
 * @returns one source for each log group; none where no trail has one
 * @throws CommandError when the trails cannot be listed
 */
export async function trailLogs(region: string, target: Target, period: Period): Promise<Source[]> {
  const logs = await withAws("list the trails (cloudtrail:DescribeTrails)", async () => findLogs(region));
  return Promise.all(
    logs.map(async (log) =>
      ask(`CloudWatch Logs ${log.group} of trail ${log.trail}`, "s3:GetObject and kms:Decrypt", async () =>
        readLog(log, target, period),
      ),
    ),
  );
}

async function findLogs(region: string): Promise<TrailLog[]> {
  const { trailList = [] } = await new CloudTrailClient({ region }).send(new DescribeTrailsCommand({}));
  return trailList.flatMap(({ Name: trail = "", CloudWatchLogsLogGroupArn: arn = "" }) => {
    const groupArn = arn.replace(/:\*$/, "");
    const [, logRegion = "", group = ""] = /^arn:[^:]+:logs:([^:]+):\d+:log-group:(.+)$/.exec(groupArn) ?? [];
    return group === "" ? [] : [{ trail, group, groupArn, region: logRegion }];
  });
}

async function readLog(log: TrailLog, target: Target, { since, until }: Period): Promise<TrailRecord[]> {
  const client = new CloudWatchLogsClient({ region: log.region, retryMode: "adaptive" });
  const records: TrailRecord[] = [];
  const request = {
    // By ARN rather than by name, so that the group of an organization's trail is found in its own account.
    logGroupIdentifier: log.groupArn,
    filterPattern: filterPattern(target),
    startTime: since.getTime(),
    endTime: until.getTime(),
  };
  for await (const { events = [] } of paginateFilterLogEvents({ client }, request)) {
    records.push(...events.flatMap(({ message = "" }) => parseRecord(message) ?? []));
  }
  return records;
}

/**
 * What CloudWatch Logs sorts out beforehand: everything about the bucket, and all decryptions.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
function filterPattern({ bucket }: Target): string {
  return [
    `{ ($.eventSource = "s3.amazonaws.com" && $.requestParameters.bucketName = "${bucket}")`,
    `($.eventSource = "s3.amazonaws.com" && $.requestParameters.x-amz-copy-source = "*${bucket}/*")`,
    `($.eventSource = "kms.amazonaws.com" && $.eventName = "Decrypt") }`,
  ].join(" || ");
}
