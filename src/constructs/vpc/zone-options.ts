import { type Fault, fault } from "../../options/faults";

/** Regions whose zones are a, b and c. */
const threeZones = [
  ...["af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-3", "ap-south-1", "ap-south-2", "ap-southeast-1"],
  ...["ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7"],
  ...["ca-west-1", "eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2"],
  ...["eu-west-3", "il-central-1", "me-central-1", "me-south-1", "mx-central-1", "sa-east-1", "us-east-2"],
  ...["us-gov-east-1", "us-gov-west-1", "us-west-1"],
];

/**
 * Letters of the zones by region, as published in November 2026, without those in which EKS creates no cluster: `c` of
 * ca-central-1 is cac1-az3, and `e` of us-east-1 is use1-az3. In us-east-1 and us-west-1, the letters of an account
 * that was created before November 2025 can stand for other zones.
 *
 * @see https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
 * @see https://docs.aws.amazon.com/global-infrastructure/latest/regions/az-ids.html
 * @see https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
 */
const zonesByRegion: ReadonlyMap<string, string> = new Map([
  ...threeZones.map((region) => [region, "abc"] as const),
  ["ap-northeast-1", "abcd"],
  ["ap-northeast-2", "abcd"],
  ["ca-central-1", "abd"],
  ["us-east-1", "abcdf"],
  ["us-west-2", "abcd"],
]);

/** `network.availabilityZones`: zones that exist in the region and in which EKS can create a cluster. */
export function refuseZonesWithoutEks(region: string, zones: readonly string[]): Fault[] {
  const letters = zonesByRegion.get(region);
  if (letters === undefined) return [];
  const allowed = `zones of ${region} in which EKS can create a cluster: ${letters.split("").join(", ")}`;
  return zones.flatMap((zone, position) =>
    letters.includes(zone) ? [] : [fault(["availabilityZones", position], zone, allowed)],
  );
}
