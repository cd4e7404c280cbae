import { z } from "zod";
import { vpcCidr } from "../options/cidr";
import { logRetention, zoneLetters } from "../options/fields";
import { type FieldsOf, distinct, group, text } from "../options/schema";

/** The VPC and its subnets. */
export interface NetworkSettings {
  /**
   * IPv4 addresses of the VPC: a private range of /16 to /24 that overlaps no other environment's range. Each private
   * subnet gets an eighth of it. A node takes 144 addresses or more, so a /21 is the smallest range that has room for
   * nodes.
   */
  readonly cidr: string;

  /**
   * Letters of 2 to 6 Availability Zones, such as `["a", "c"]`, that are available to the account in the region. A
   * single NAT gateway is in the first zone.
   * @default - `["a", "c", "d"]` in ap-northeast-1; required in every other region
   */
  readonly availabilityZones?: readonly string[];

  /**
   * How private subnets reach the internet: `none`, not at all; `single`, through one NAT gateway that all zones share
   * (a failure affects all of them); `one-per-az`, through one in each zone.
   * @default - `one-per-az`
   */
  readonly natGateways?: "none" | "single" | "one-per-az";

  /**
   * Whether to create subnets for databases, with their own route table and no route to the internet.
   * @default - false
   */
  readonly databaseSubnets?: boolean;

  /**
   * AWS services that are reached without leaving the VPC: `none`; `cluster-private`, every service that a cluster
   * without internet access needs; or a list of short service names, such as `["ecr.api", "sts"]`. The gateway endpoint
   * for S3 always exists.
   * @default - `none`
   */
  readonly interfaceEndpoints?: "none" | "cluster-private" | readonly string[];

  /**
   * Days for which flow logs are retained, one of the retention periods that CloudWatch Logs supports.
   * @default - 90
   */
  readonly flowLogRetentionDays?: number;
}

const endpointName = text(
  /^(?!com\.|s3$)[a-z][a-z0-9]*([.-][a-z0-9]+)*$/,
  'a short service name such as "ecr.api", without "com.amazonaws.<region>.", and not "s3", which has a gateway endpoint',
);

const interfaceEndpoints = z.union(
  [z.enum(["none", "cluster-private"]), distinct(endpointName, { atLeast: 1, of: 'service names such as "ecr.api"' })],
  '"none", "cluster-private" or a list of service names such as ["ecr.api", "sts"]',
);

export const networkSchema = group({
  cidr: vpcCidr,
  availabilityZones: zoneLetters(2).max(6, "at most 6 zone letters").optional(),
  natGateways: z.enum(["none", "single", "one-per-az"]).default("one-per-az"),
  databaseSubnets: z.boolean().default(false),
  interfaceEndpoints: interfaceEndpoints.default("none"),
  flowLogRetentionDays: logRetention.default(90),
} satisfies FieldsOf<NetworkSettings>);

/** Zones that new accounts can use, by region. In Tokyo, zone `b` is not available to them. */
const usualZones: Readonly<Record<string, readonly string[]>> = { "ap-northeast-1": ["a", "c", "d"] };

export function usualAvailabilityZones(region: string): readonly string[] | undefined {
  return usualZones[region];
}
