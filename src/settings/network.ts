import { z } from "zod";
import { logRetentionDays } from "../constructs/log-retention";
import { vpcCidr } from "./cidr";
import { zoneLetters } from "./fields";
import { type FieldsOf, distinct, group, oneOfNumbers, text } from "./schema";

/** The VPC and its subnets. */
export interface NetworkSettings {
  /**
   * IPv4 addresses of the VPC: a private range of /16 to /24 that overlaps no other environment's. Each private subnet
   * gets an eighth of it, and a node takes 144 addresses or more, so that a /21 is the smallest that holds any.
   */
  readonly cidr: string;

  /**
   * Letters of 2 to 6 availability zones, such as `["a", "c"]`, that the account has in the region. A single NAT gateway is
   * in the first one.
   * @default - `["a", "c", "d"]` in ap-northeast-1; required in every other region
   */
  readonly availabilityZones?: readonly string[];

  /**
   * How private subnets reach the internet: `none` not at all, `single` through one gateway that all zones share (and lose
   * together), `one-per-az` through one in each zone.
   * @default - `one-per-az`
   */
  readonly natGateways?: "none" | "single" | "one-per-az";

  /**
   * Whether there are subnets for databases, with a route table of their own and no route to the internet.
   * @default - false
   */
  readonly databaseSubnets?: boolean;

  /**
   * AWS services that are reached without leaving the VPC: `none`, `cluster-private` for all that a cluster without
   * internet access needs, or these by their short names, such as `["ecr.api", "sts"]`. The gateway endpoint of S3 is
   * always there.
   * @default - `none`
   */
  readonly interfaceEndpoints?: "none" | "cluster-private" | readonly string[];

  /**
   * Days for which flow logs are kept, one of the periods that CloudWatch Logs offers.
   * @default - 90
   */
  readonly flowLogRetentionDays?: number;
}

const endpointName = text(
  /^(?!com\.|s3$)[a-z][a-z0-9]*([.-][a-z0-9]+)*$/,
  'a service\'s short name such as "ecr.api", without "com.amazonaws.<region>." and not "s3", which has its gateway',
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
  flowLogRetentionDays: oneOfNumbers(logRetentionDays).default(90),
} satisfies FieldsOf<NetworkSettings>);

/** Zones that new accounts can use, by region. In Tokyo `b` is closed to them. */
const usualZones: Readonly<Record<string, readonly string[]>> = { "ap-northeast-1": ["a", "c", "d"] };

export function usualAvailabilityZones(region: string): readonly string[] | undefined {
  return usualZones[region];
}
