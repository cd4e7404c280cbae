import type { Construct } from "constructs";
import { PrivateBucket } from "../constructs/state/store/private-bucket";
import { longestBucketPolicy, policySize } from "../constructs/iam/policy-size";
import { fault } from "../options/faults";
import { SettingsError } from "../settings/settings-error";
import type { Organization } from "../settings/organization";

/**
 * S3 would refuse a longer policy, but only in the middle of a bootstrap. Only break-glass principals can make a policy
 * too long: all other principals are also in the patterns of alerts, whose limit is reached earlier.
 *
 * @throws SettingsError when the policy of a bucket below a construct is longer than S3 allows
 */
export function checkBucketPolicies(scope: Construct, { stateAccess: { breakGlass } }: Organization): void {
  const [longest] = scope.node
    .findAll()
    .filter((construct) => construct instanceof PrivateBucket)
    .map(({ bucket, statements }) => ({ name: bucket.bucketInput, size: policySize([statements]) }))
    .sort((one, other) => other.size - one.size);
  if (!longest || longest.size <= longestBucketPolicy) return;
  const allowed =
    `principals that fit, with all others, in the ${longestBucketPolicy} bytes that S3 allows in the policy of ` +
    `${longest.name}, which would have about ${longest.size}: name fewer, for example one role that all of them can assume`;
  throw new SettingsError([fault(["organization", "stateAccess", "breakGlass"], breakGlass, allowed)]);
}
