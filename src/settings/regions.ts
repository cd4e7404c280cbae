/**
 * AWS regions of the partitions that `partitionOf` knows, as listed in botocore 1.43.106 in November 2026.
 *
 * @see https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 */
const regions = [
  ...["af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1"],
  ...["ap-south-2", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5"],
  ...["ap-southeast-6", "ap-southeast-7", "ca-central-1", "ca-west-1", "eu-central-1", "eu-central-2", "eu-north-1"],
  ...["eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3", "il-central-1", "me-central-1", "me-south-1"],
  ...["mx-central-1", "sa-east-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2"],
  ...["us-gov-east-1", "us-gov-west-1"],
];

/**
 * Warns about a region that is not in the list above. AWS adds regions continually, so such a region is not invalid.
 *
 * @returns a sentence, or nothing when the region is known
 */
export function regionWarning(region: string): string | undefined {
  if (regions.includes(region)) return undefined;
  return `"${region}" is not in src/settings/regions.ts: check its name, and add it to that file if it is new`;
}
