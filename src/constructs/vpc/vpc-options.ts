import { z } from "zod";
import { refuseOneAddress } from "../../options/addresses";
import { vpcCidr } from "../../options/cidr";
import { logRetention, zoneLetters } from "../../options/fields";
import { type OptionsOf, type ParsedOptions, distinct, group, text } from "../../options/schema";

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/privatelink-streams.html */
const endpointName = text(
  /^(?!com\.|(s3|https|constructor|dynamodb-streams)$)[a-z][a-z0-9]*([.-][a-z0-9]+)*$/,
  'a short service name such as "ecr.api", without "com.amazonaws.<region>.", and not "s3", which has a gateway endpoint, or "dynamodb-streams", which has no private DNS',
);

const interfaceEndpoints = z.union(
  [
    z.enum(["none", "cluster-private"]),
    distinct(endpointName, { atLeast: 1, of: 'service names such as "ecr.api"' }).superRefine(refuseOneAddress),
  ],
  '"none", "cluster-private" or a list of service names such as ["ecr.api", "sts"]',
);

/** The VPC and its subnets. */
export const vpcOptions = group({
  /**
   * IPv4 addresses of the VPC: a private range of /16 to /24 that overlaps no other environment's range. Each private
   * subnet gets an eighth of it. A node takes 144 addresses or more, so a /21 is the smallest range that has room for
   * nodes. A /21 or larger has room for all six zones, a /22 for five, a /23 for four and a /24 for three.
   */
  cidr: vpcCidr,

  /**
   * Letters of 2 to 6 Availability Zones, such as `["a", "c"]`, that are available to the account in the region. A
   * single NAT gateway is in the first zone, so add a zone after the others. A zone in which the cluster was created
   * cannot be removed.
   */
  availabilityZones: zoneLetters(2).max(6, "at most 6 zone letters"),

  /**
   * How private subnets reach the internet: `none`, not at all; `single`, through one NAT gateway that all zones share
   * (a failure affects all of them); `one-per-az`, through one in each zone.
   * @default - `one-per-az`
   */
  natGateways: z.enum(["none", "single", "one-per-az"]).default("one-per-az"),

  /**
   * Whether to create subnets for databases, with their own route table and no route to the internet.
   * @default - false
   */
  databaseSubnets: z.boolean().default(false),

  /**
   * AWS services that are reached without leaving the VPC: `none`; `cluster-private`, every service that a cluster
   * without internet access needs; or a list of short service names, such as `["ecr.api", "sts"]`. The gateway endpoint
   * for S3 always exists.
   * @default - `none`
   */
  interfaceEndpoints: interfaceEndpoints.default("none"),

  /**
   * Days for which flow logs are retained, one of the retention periods that CloudWatch Logs supports.
   * @default - 90
   */
  flowLogRetentionDays: logRetention.default(90),
});

/** Options of a VPC, as {@link Vpc} validates them. */
export type VpcOptions = OptionsOf<typeof vpcOptions>;

/** Options of a VPC with all defaults. */
export type ParsedVpcOptions = ParsedOptions<typeof vpcOptions>;
