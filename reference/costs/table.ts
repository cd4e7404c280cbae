import type { Counts } from "./counts";

/** What changes each count. */
const settings: Readonly<Record<string, string>> = {
  "control planes": "none: one for each environment",
  "NAT gateways": "`network.natGateways`, `network.availabilityZones`",
  "public IPv4 addresses": "follows the NAT gateways",
  "interface endpoints, in all zones": "`network.interfaceEndpoints`: each service is paid for in each zone",
  "nodes to begin with": "`desiredSize` of the node groups",
  "nodes at most": "`maxSize` of the node groups",
  "GiB of gp3 for each node": "`diskSizeGiB` of the node groups",
  "instances for Session Manager": "`cluster.sessionManagerAccess`: a t4g.nano with 8 GiB",
  "customer managed keys": "`encryption`: the key of the cluster's secrets is always there",
  "days of flow logs": "`network.flowLogRetentionDays`",
  "days of control plane logs": "`cluster.logRetentionDays`",
  repositories: "`repositories`; what is paid for is the images in them",
};

/**
 * The counts as a table in Markdown, a column for each environment.
 *
 * @param counts by the environment's name
 */
export function costTable(counts: Readonly<Record<string, Counts>>): string {
  const head = ["what", ...Object.keys(counts), "setting that changes it"];
  const rows = Object.entries(settings).map(([what, setting]) => {
    return [what, ...Object.values(counts).map((counted) => String(counted[what] ?? "")), setting];
  });
  // A delimiter has three dashes or more, as Prettier formats it.
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}
