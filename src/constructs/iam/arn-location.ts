import { Token } from "cdktf";
import { type Fault, fault } from "../../options/faults";
import type { Location } from "./arn";
import { partitionOf } from "./partition";

/**
 * An ARN in the partition of a region. No policy or trust reaches another partition.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function refuseOtherPartition(region: string, arn: string): Fault[] {
  const partition = partitionOf(region);
  if (Token.isUnresolved(arn) || Token.isUnresolved(region) || arn.split(":")[1] === partition) return [];
  return [fault([], arn, `an ARN that begins with arn:${partition}:, the partition of ${region}`)];
}

/** An ARN of a regional resource in the given account and region. */
export function refuseOtherLocation({ region, accountId }: Location, arn: string): Fault[] {
  if ([region, accountId, arn].some((value) => Token.isUnresolved(value))) return [];
  const [, partition, , ownRegion, account] = arn.split(":");
  if (partition === partitionOf(region) && ownRegion === region && account === accountId) return [];
  return [fault([], arn, `an ARN of account ${accountId} in ${region} (arn:${partitionOf(region)}:)`)];
}
