import type { TerraformStack } from "cdktf";
import { stateBucketName, stateReplicaName } from "../settings/names";
import type { BootstrapAccount } from "./bootstrap-accounts";
import { storeName } from "./declared-stores";
import { resourceAddress, resourcesOf } from "./protection-record";
import { regionSuffix } from "./state-region";

/** Types of the resources of a state bucket, with what their logical IDs add to that of the bucket. */
const bucketResources = {
  aws_s3_bucket: "",
  aws_s3_bucket_lifecycle_configuration: "_lifecycle",
  aws_s3_bucket_ownership_controls: "_ownership",
  aws_s3_bucket_policy: "_policy",
  aws_s3_bucket_public_access_block: "_public_access",
  aws_s3_bucket_server_side_encryption_configuration: "_encryption",
  aws_s3_bucket_versioning: "_versioning",
} as const;

const keyResources = { aws_kms_key: "", aws_kms_alias: "_alias" } as const;

/** What an account releases, as the record of protected resources names it: buckets and keys. */
export function releasedNames(account: BootstrapAccount): string[] {
  const keys = addressesOf(account).filter((address) => address.startsWith("aws_kms_key."));
  const buckets = account.released.flatMap((environment) => {
    const { region, state } = environment;
    const store = storeName({ bucketName: stateBucketName(account.organization, environment), region });
    if (state.replicaRegion === undefined) return [store];
    const bucketName = stateReplicaName(account.organization, environment);
    return [store, storeName({ bucketName, region: state.replicaRegion })];
  });
  return [...buckets, ...keys];
}

/**
 * Makes Terraform forget the buckets and keys of released stores without changing them: they keep their protection, and
 * everything else of the environment is deleted. What the stack declares again, such as the bucket of an environment
 * that only changes its replica, is not released.
 *
 * @see https://developer.hashicorp.com/terraform/language/block/removed
 */
export function releaseStores(stack: TerraformStack, account: BootstrapAccount): void {
  const declared = new Set(resourcesOf(stack).map(resourceAddress));
  const forgotten = new Set(addressesOf(account).filter((address) => !declared.has(address)));
  if (forgotten.size === 0) return;
  stack.addOverride(
    "removed",
    [...forgotten].sort().map((from) => ({ from, lifecycle: { destroy: false } })),
  );
}

function addressesOf(account: BootstrapAccount): string[] {
  return account.released.flatMap(({ name, region }) => {
    const id = name.replaceAll("-", "_");
    const key = `state-key${regionSuffix(account, region)}`.replaceAll("-", "_");
    return [
      ...addresses(bucketResources, `state_${id}`),
      ...addresses(bucketResources, `replica_${id}`),
      ...addresses(keyResources, `replica_${id}_key`),
      ...addresses(keyResources, key),
    ];
  });
}

function addresses(types: Readonly<Record<string, string>>, id: string): string[] {
  return Object.entries(types).map(([type, suffix]) => `${type}.${id}${suffix}`);
}
