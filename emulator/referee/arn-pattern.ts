import type { RecordedCall } from "./recorded-call";

/** Stands for the ID that AWS will assign: no policy names it, and a wildcard for IDs matches it. */
const assignedLater = "*";

/**
 * The ARN of a resource from the pattern of its type, `arn:${Partition}:eks:${Region}:${Account}:cluster/${ClusterName}`.
 *
 * @param parts values of the pattern's own variables, in their order; each that is missing is `*`
 */
export function filledPattern(pattern: string, call: RecordedCall, parts: readonly string[]): string {
  const known: Record<string, string> = { Partition: partitionOf(call), Region: call.region, Account: call.account };
  let used = 0;
  return pattern.replace(/\$\{(\w+)\}/g, (_, variable: string) => known[variable] ?? parts[used++] ?? assignedLater);
}

/** Whether an ARN is one of a resource type. */
export function matchesPattern(pattern: string, arn: string): boolean {
  const expression = pattern.split(/\$\{\w+\}/).map((literal) => literal.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${expression.join("(?:.*)")}$`).test(arn) && arn.split(":")[2] === pattern.split(":")[2];
}

function partitionOf({ region }: RecordedCall): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
