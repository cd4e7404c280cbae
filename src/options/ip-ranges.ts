import { Address4 } from "ip-address";

/** Addresses within networks: private (RFC 1918) and shared (RFC 6598) ranges. */
export const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"].map(
  (range) => new Address4(range),
);

/** Ranges from which no client on the internet calls. */
export const unroutedRanges = [
  ...privateRanges,
  ...["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3"].map((range) => new Address4(range)),
];

/** Whether a CIDR block is in one of the ranges. */
export function isWithin(cidr: string, ranges: readonly Address4[]): boolean {
  const block = new Address4(cidr);
  return ranges.some((range) => block.isInSubnet(range));
}
