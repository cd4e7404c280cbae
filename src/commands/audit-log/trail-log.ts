import { CloudTrailClient, DescribeTrailsCommand } from "@aws-sdk/client-cloudtrail";
import { CloudWatchLogsClient, paginateFilterLogEvents } from "@aws-sdk/client-cloudwatch-logs";
import { answered, withAws } from "../aws/aws-errors";
import { clientOptions } from "../aws/clients";
import { ending } from "../aws/pages";
import { parseRecord, type TrailRecord } from "./record";
import type { Period } from "./period";
import { ask, type Source } from "./source";
import type { Target } from "./state-access";

/** A log group that a trail delivers to. */
interface TrailLog {
  readonly trail: string;
  readonly group: string;
  readonly groupArn: string;
  readonly region: string;
}

/** The contents of the trails' log groups. */
export interface TrailLogs {
  /** One source for each log group. */
  readonly logs: readonly Source[];

  /** Regions without a trail that delivers to a log group. */
  readonly regionsWithout: readonly string[];
}

/**
 * Looks up reads of the objects and decryptions in the CloudWatch Logs log groups that the trails of the regions
 * deliver to. A multi-region trail is listed in each region, but read only once.
 *
 * @throws CommandError when the trails cannot be listed
 */
export async function trailLogs(
  regions: readonly string[],
  targets: readonly Target[],
  period: Period,
): Promise<TrailLogs> {
  const found = await withAws("list the trails (cloudtrail:DescribeTrails)", async () =>
    Promise.all(regions.map(async (region) => ({ region, logs: await findLogs(region) }))),
  );
  const logs = new Map(found.flatMap((at) => at.logs.map((log) => [`${log.trail} ${log.groupArn}`, log])));
  return {
    logs: await Promise.all([...logs.values()].map(async (log) => searchLog(log, targets, period))),
    regionsWithout: found.filter((at) => at.logs.length === 0).map(({ region }) => region),
  };
}

async function searchLog(log: TrailLog, targets: readonly Target[], period: Period): Promise<Source> {
  return ask(`CloudWatch Logs ${log.group} of trail ${log.trail}`, "s3:GetObject and kms:Decrypt", async () =>
    readLog(log, targets, period),
  );
}

async function findLogs(region: string): Promise<TrailLog[]> {
  const { trailList } = await new CloudTrailClient(clientOptions(region)).send(new DescribeTrailsCommand({}));
  return answered(trailList, "the list of trails").flatMap(
    ({ Name: trail = "", CloudWatchLogsLogGroupArn: arn = "" }) => {
      const groupArn = arn.replace(/:\*$/, "");
      const [, logRegion = "", group = ""] = /^arn:[^:]+:logs:([^:]+):\d+:log-group:(.+)$/.exec(groupArn) ?? [];
      return group === "" ? [] : [{ trail, group, groupArn, region: logRegion }];
    },
  );
}

async function readLog(log: TrailLog, targets: readonly Target[], { since, until }: Period): Promise<TrailRecord[]> {
  const client = new CloudWatchLogsClient({ ...clientOptions(log.region), retryMode: "adaptive" });
  const records: TrailRecord[] = [];
  const request = {
    // By ARN instead of name, so that the log group of an organization trail is found in its own account.
    logGroupIdentifier: log.groupArn,
    filterPattern: filterPattern(targets),
    startTime: since.getTime(),
    endTime: until.getTime(),
  };
  for await (const { events } of ending(paginateFilterLogEvents({ client }, request), "nextToken")) {
    records.push(
      ...answered(events, "the list of log events").flatMap(({ message = "" }) => parseRecord(message) ?? []),
    );
  }
  return records;
}

/**
 * The CloudWatch Logs filter: everything about the buckets, and all decryptions. Callers percent-encode the source of a
 * copy in different ways, so the pattern allows anything before and after the bucket name.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function filterPattern(targets: readonly Target[]): string {
  const ofS3 = targets.flatMap(({ bucket }) => [
    `($.eventSource = "s3.amazonaws.com" && $.requestParameters.bucketName = "${bucket}")`,
    `($.eventSource = "s3.amazonaws.com" && $.requestParameters.x-amz-copy-source = "*${bucket}*")`,
  ]);
  const decryptions = `($.eventSource = "kms.amazonaws.com" && $.eventName = "Decrypt")`;
  return `{ ${[...ofS3, decryptions].join(" || ")} }`;
}
