import { bucketArn } from "../constructs/iam/arn";
import type { StateStoreProps } from "../constructs/state/store/state-store";
import { stateBucketName, stateReplicaKeyAlias, stateReplicaName } from "../settings/names";
import { stateAccessOf } from "./bootstrap-access";
import type { BootstrapAccount, StateOwner } from "./bootstrap-accounts";

/** A state store, by the settings alone: everything except the values that are known only after its key is created. */
export type DeclaredStore = Omit<StateStoreProps, "sharedKey">;

/** Distinguishes a store from every other one: Terraform considers a bucket outside its provider's region deleted. */
export function storeName({ bucketName, region }: Pick<StateStoreProps, "bucketName" | "region">): string {
  return `${bucketName} in ${region}`;
}

/** The store of an environment's state. */
export function declaredStore(account: BootstrapAccount, environment: StateOwner): DeclaredStore {
  const { organization } = account;
  const { region, state } = environment;
  const bucketName = stateBucketName(organization, environment);
  const bootstrapStateKey =
    environment.name === account.stateEnvironment.name ? organization.bootstrap.stateKey : undefined;
  return {
    bucketName,
    bucketArn: bucketArn(region, bucketName),
    region,
    stateKeys: bootstrapStateKey === undefined ? [state.key] : [state.key, bootstrapStateKey],
    bootstrapStateKey,
    access: stateAccessOf(account, environment),
    keyAlias: state.encryption === "aws:kms" ? organization.stateKeyAlias : undefined,
  };
}

/** The store to which the state of an environment is copied. It has its own key. */
export function declaredReplica(account: BootstrapAccount, environment: StateOwner, region: string): DeclaredStore {
  const { organization } = account;
  const original = declaredStore(account, environment);
  const bucketName = stateReplicaName(organization, environment);
  return {
    ...original,
    bucketName,
    bucketArn: bucketArn(region, bucketName),
    region,
    keyAlias: original.keyAlias === undefined ? undefined : stateReplicaKeyAlias(organization, environment),
    receivesReplicas: true,
  };
}
