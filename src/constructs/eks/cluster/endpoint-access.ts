import { Address4 } from "ip-address";
import { isWithin, unroutedRanges } from "../../vpc/ip-ranges";

/** EKS accepts no more blocks, and blocks of this size or smaller cannot add up to the whole internet. */
const mostCidrs = 40;
const widestPrefix = 8;

/**
 * Refuses blocks that would open the API server's public endpoint to the whole internet, or that EKS would refuse or
 * rewrite.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html
 * @throws when the list is empty or longer than 40, or a block is not IPv4, wider than /8, not the start of its range
 * or not of public addresses
 */
export function checkPublicAccessCidrs(cidrs: readonly string[] | undefined): void {
  if (cidrs === undefined) return;
  if (cidrs.length === 0 || cidrs.length > mostCidrs) {
    throw new Error(
      `publicAccessCidrs must list 1 to ${mostCidrs} CIDR blocks, got ${cidrs.length}: omit it for only a private endpoint`,
    );
  }
  cidrs.forEach(checkCidr);
}

function checkCidr(cidr: string): void {
  const [, prefix] = cidr.split("/");
  if (!Address4.isValid(cidr) || prefix === undefined) {
    throw new Error(`publicAccessCidrs must be IPv4 CIDR blocks such as "198.51.100.0/24", got "${cidr}"`);
  }
  if (Number(prefix) < widestPrefix) {
    throw new Error(
      `publicAccessCidrs must be blocks of /${widestPrefix} or smaller, never the internet, got "${cidr}"`,
    );
  }
  const range = `${new Address4(cidr).startAddress().correctForm()}/${prefix}`;
  if (range !== cidr) {
    throw new Error(`publicAccessCidrs must begin at the first address of their block ("${range}"), got "${cidr}"`);
  }
  if (isWithin(cidr, unroutedRanges)) {
    throw new Error(
      `publicAccessCidrs must be public addresses, since callers within the VPC reach the private endpoint, got "${cidr}"`,
    );
  }
}
