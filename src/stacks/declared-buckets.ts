import { partitionOf } from "../constructs/iam/partition";
import type { StateBucketPolicyProps } from "../constructs/state/store/state-bucket-policy";
import type { Environment } from "../settings/environment";
import { stateBucketName, stateReplicaKeyAlias, stateReplicaName } from "../settings/names";
import type { Organization } from "../settings/organization";
import type { Settings } from "../settings/validate";
import { stateAccessOf } from "./bootstrap-access";

/** A state bucket, by the settings alone: everything except the values that are known only after its key is created. */
export interface DeclaredBucket extends Omit<StateBucketPolicyProps, "requiredKey"> {
  readonly bucketName: string;
  readonly region: string;

  /** Object keys of the states in it. */
  readonly stateKeys: readonly string[];

  /**
   * Alias of the key that encrypts it.
   * @default - S3's own keys encrypt it
   */
  readonly keyAlias?: string;
}

/**
 * The bucket in which the state of an environment is stored.
 *
 * @param bootstrapHome the environment whose bucket also stores the bootstrap's own state
 */
export function declaredHome(
  organization: Organization,
  environment: Environment,
  bootstrapHome: Environment,
): DeclaredBucket {
  const { region, state } = environment;
  const bucketName = stateBucketName(organization, environment);
  const bootstrapStateKey = environment === bootstrapHome ? organization.bootstrap.stateKey : undefined;
  return {
    bucketName,
    bucketArn: bucketArnOf(bucketName, region),
    region,
    stateKeys: [state.key, ...(bootstrapStateKey === undefined ? [] : [bootstrapStateKey])],
    bootstrapStateKey,
    access: stateAccessOf(organization, environment, bootstrapHome),
    keyAlias: state.encryption === "aws:kms" ? organization.stateKeyAlias : undefined,
  };
}

/** The bucket to which the state of an environment is copied. It has its own key. */
export function declaredReplica(
  organization: Organization,
  environment: Environment,
  bootstrapHome: Environment,
  region: string,
): DeclaredBucket {
  const home = declaredHome(organization, environment, bootstrapHome);
  const bucketName = stateReplicaName(organization, environment);
  return {
    ...home,
    bucketName,
    bucketArn: bucketArnOf(bucketName, region),
    region,
    keyAlias: home.keyAlias === undefined ? undefined : stateReplicaKeyAlias(organization, environment),
    receivesReplicas: true,
  };
}

/** The environment whose bucket also stores the bootstrap's own state. */
export function bootstrapHomeOf({
  organization: { bootstrap },
  environments,
}: Pick<Settings, "organization" | "environments">): Environment {
  const home = environments.find(({ name }) => name === bootstrap.stateEnvironment);
  if (home) return home;
  throw new Error(`bootstrap.stateEnvironment must name an environment, got "${bootstrap.stateEnvironment}"`);
}

/** Known before the bucket is created, for policies that name it. */
function bucketArnOf(bucketName: string, region: string): string {
  return `arn:${partitionOf(region)}:s3:::${bucketName}`;
}
