import type { LockingS3BackendProps } from "../constructs/state/store/locking-s3-backend";
import { stateBucketName } from "../settings/names";
import type { Organization } from "../settings/organization";
import type { StateOwner } from "./bootstrap-accounts";

/**
 * The backend that stores a state in an environment's bucket.
 *
 * Terraform sends its own encryption setting with each write, which overrides the bucket's default: where that is KMS,
 * the backend must name the key.
 */
export function stateBackend(organization: Organization, environment: StateOwner, key: string): LockingS3BackendProps {
  return {
    bucket: stateBucketName(organization, environment),
    key,
    region: environment.region,
    accountId: environment.account,
    kmsKeyId: environment.state.encryption === "aws:kms" ? organization.stateKeyAlias : undefined,
  };
}
