import { DataTerraformRemoteStateS3, TerraformLocal, TerraformOutput, type TerraformStack } from "cdktf";
import type { LockingS3BackendProps } from "../constructs/state/store/locking-s3-backend";

export interface StoreRecordProps {
  /** Where the stack's own state is stored. */
  readonly backend: LockingS3BackendProps;

  /** The region of each bucket of the stack, by name. */
  readonly stores: Readonly<Record<string, string>>;

  /** Buckets that the stack may stop managing. */
  readonly released: readonly string[];
}

/**
 * Records the state stores of a stack in its state, and refuses every plan in which a recorded one is missing or in
 * another region: a block that was removed from a configuration cannot protect its bucket, and Terraform would remove
 * the policy, the public access block and versioning before it fails on the bucket, which is not empty.
 *
 * A state that was written before this record existed has none, and its stores are recorded by the next apply.
 *
 * @see https://developer.hashicorp.com/terraform/language/state/remote-state-data
 * @see https://developer.hashicorp.com/terraform/language/expressions/custom-conditions#preconditions-and-postconditions
 */
export function recordStores(stack: TerraformStack, { backend, stores, released }: StoreRecordProps): void {
  const { bucket, key, region } = backend;
  const recorded = new DataTerraformRemoteStateS3(stack, "recorded", { bucket, key, region });
  const declared = new TerraformLocal(stack, "declared_stores", stores);
  const missing = new TerraformLocal(
    stack,
    "missing_stores",
    [
      `\${[for bucket, region in try(data.terraform_remote_state.${recorded.friendlyUniqueId}.outputs.state_stores, {}) : `,
      `"\${bucket} in \${region}" if lookup(local.declared_stores, bucket, "") != region && `,
      `!contains(${JSON.stringify(released)}, bucket)]}`,
    ].join(""),
  );
  const output = new TerraformOutput(stack, "state_stores", { value: `\${local.${declared.friendlyUniqueId}}` });
  // CDKTF accepts a precondition as a prop and omits it: https://github.com/open-constructs/cdk-terrain/issues/448
  output.addOverride("precondition", {
    condition: `\${length(local.${missing.friendlyUniqueId}) == 0}`,
    error_message:
      `The settings no longer declare \${join(", ", local.${missing.friendlyUniqueId})}, which this stack manages. ` +
      "Restore the environment, its region or its replicaRegion, or retire it in organization.bootstrap.retired: " +
      "docs/remove-an-environment.md describes both.",
  });
}
