import type { LockingS3BackendProps } from "../constructs/state/locking-s3-backend";
import type { Environment } from "../settings/environment";
import { stateBucketName } from "../settings/names";
import type { Organization } from "../settings/organization";

/**
 * The backend that keeps a state in an environment's bucket.
 *
 * Terraform sends its own choice of encryption with each write, which overrides the bucket's default: where that is
 * KMS, the key has to be named.
 */
export function stateBackend(organization: Organization, environment: Environment, key: string): LockingS3BackendProps {
  return {
    bucket: stateBucketName(organization, environment),
    key,
    region: environment.region,
    accountId: environment.account,
    kmsKeyId: environment.state.encryption === "aws:kms" ? organization.stateKeyAlias : undefined,
  };
}
