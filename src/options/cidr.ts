import { Address4 } from "ip-address";
import { z } from "zod";
import { isWithin, privateRanges, unroutedRanges } from "./ip-ranges";
import { requirement } from "./schema";

/** Parses an IPv4 range as written, whether or not host bits are set. */
function parse(cidr: string): Address4 | undefined {
  return /^[\d.]+\/\d{1,2}$/.test(cidr) && Address4.isValid(cidr) ? new Address4(cidr) : undefined;
}

function canonical(range: Address4): string {
  return `${range.startAddress().correctForm()}/${range.subnetMask}`;
}

/** The bits that all addresses of a range have: two ranges share an address if those of one begin with those of the other. */
export function networkBits(cidr: string): string {
  const range = new Address4(cidr);
  return range.binaryZeroPad().slice(0, range.subnetMask);
}

/** An IPv4 range in canonical form, which begins at its first address. */
function ipv4Cidr(example: string) {
  const allowed = `an IPv4 range such as "${example}"`;
  return z.string(allowed).check(
    requirement((value) => parse(value) !== undefined, allowed),
    requirement(
      (value) => canonical(new Address4(value)) === value,
      "the first address of the range",
      (value) => canonical(new Address4(value)),
    ),
  );
}

/**
 * Addresses of a VPC: private (RFC 1918) or shared (RFC 6598) ones, no more than AWS allows in one block, and enough
 * for subnets in two zones.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
 */
export const vpcCidr = ipv4Cidr("10.10.0.0/16").check(
  requirement((value) => hasPrefixLength(value, 16, 24), "a size from /16 to /24"),
  requirement(
    (value) => isWithin(value, privateRanges),
    "a range within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10",
  ),
);

/**
 * Callers of a public cluster endpoint. A range with a prefix shorter than /8 is refused: EKS allows at most 40 ranges,
 * and no combination of so many can cover the whole internet.
 */
export const callerCidr = ipv4Cidr("198.51.100.0/24").check(
  requirement((value) => hasPrefixLength(value, 8, 32), "a size from /8 to /32, never the whole internet"),
  requirement(
    (value) => !isWithin(value, unroutedRanges),
    "public addresses, since callers within the VPC or connected to it reach the private endpoint",
  ),
);

function hasPrefixLength(cidr: string, least: number, most: number): boolean {
  const { subnetMask } = new Address4(cidr);
  return subnetMask >= least && subnetMask <= most;
}
