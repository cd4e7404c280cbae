import type { Construct } from "constructs";
import { PrivateBucket } from "../constructs/state/private-bucket";
import { longestBucketPolicy, policySize } from "../constructs/state/roles/policy-size";
import { SettingsError, fault } from "../settings/faults";
import type { Organization } from "../settings/organization";

/**
 * S3 would refuse a longer policy, but only in the middle of a bootstrap. It is break-glass that makes one too long: all
 * others are in the patterns of alerts as well, whose limit is reached earlier.
 *
 * @throws SettingsError when the policy of a bucket below a construct is longer than S3 takes
 */
export function checkBucketPolicies(scope: Construct, { stateAccess: { breakGlass } }: Organization): void {
  const [longest] = scope.node
    .findAll()
    .filter((construct) => construct instanceof PrivateBucket)
    .map(({ bucket, statements }) => ({ name: bucket.bucketInput, size: policySize([statements]) }))
    .sort((one, other) => other.size - one.size);
  if (!longest || longest.size <= longestBucketPolicy) return;
  const allowed =
    `principals who fit, with all others, into the ${longestBucketPolicy} bytes that S3 takes as the policy of ` +
    `${longest.name}, which would have about ${longest.size}: name fewer, for example one role that all of them may assume`;
  throw new SettingsError([fault(["organization", "stateAccess", "breakGlass"], breakGlass, allowed)]);
}
