import { Address4 } from "ip-address";

/** Prefix lengths: the largest VPC that AWS allows in one block, and the smallest that holds every tier in three zones. */
const largestVpc = 16;
const smallestVpc = 24;

/**
 * Reads the address range of a VPC.
 *
 * @throws when the range is malformed, has host bits set, is larger than a /16, smaller than a /24, or is outside the
 * private and shared ranges: traffic to a public address that is also in the VPC never leaves it
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
 */
export function parseVpcCidr(cidr: string): Address4 {
  const network = parseNetwork(cidr);
  if (network.networkForm() !== cidr) {
    throw new Error(`cidr must begin at its first address, got "${cidr}", allowed is "${network.networkForm()}"`);
  }
  if (network.subnetMask < largestVpc || network.subnetMask > smallestVpc) {
    throw new Error(`cidr must be between a /${largestVpc} and a /${smallestVpc}, got "${cidr}"`);
  }
  if (!network.isPrivate() && !network.isCGNAT()) {
    throw new Error(`cidr must be within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10, got "${cidr}"`);
  }
  return network;
}

function parseNetwork(cidr: string): Address4 {
  if (!cidr.includes("/") || !Address4.isValid(cidr)) {
    throw new Error(`cidr must be an IPv4 network such as 10.0.0.0/16, got "${cidr}"`);
  }
  return new Address4(cidr);
}
