import { DataAwsS3Objects } from "@cdktf/provider-aws/lib/data-aws-s3-objects";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import {
  DataTerraformRemoteStateS3,
  TerraformLocal,
  TerraformOutput,
  TerraformResource,
  type TerraformStack,
} from "cdktf";
import type { LockingS3BackendProps } from "../constructs/state/store/locking-s3-backend";
import { isBootstrapStack } from "../settings/names";

export interface ProtectionRecordProps {
  /** Where the stack's own state is stored. */
  readonly backend: LockingS3BackendProps;

  /**
   * How the record names a resource. A resource with another name is another resource.
   * @default - by its address
   */
  readonly nameOf?: (resource: TerraformResource) => string;

  /**
   * Names of resources that the stack may stop managing.
   * @default - none
   */
  readonly released?: readonly string[];

  /** Whether a plan is possible before the stack has a state. */
  readonly mayBeNew: boolean;
}

/** Types of resources that can be protected: they stay in the configuration when their protection is turned off. */
const protectable: ReadonlySet<string> = new Set([
  "aws_cloudtrail",
  "aws_ecr_repository",
  "aws_eks_cluster",
  "aws_kms_key",
  "aws_s3_bucket",
  "aws_subnet",
]);

/**
 * Records the protected resources of a stack in its state, and refuses every plan in which a recorded one is no longer
 * in the configuration: `prevent_destroy` has no effect on a block that was removed, and Terraform would destroy what
 * depends on the resource before AWS refuses to delete it. A plan that destroys the whole stack is not refused.
 *
 * Protected are resources with `prevent_destroy`; repositories without `forceDelete`, whose images AWS keeps, but not
 * the policies; and the subnets of the cluster's interfaces, which AWS refuses to delete, or which the cluster needs for
 * its next upgrade. The cluster itself says which subnets these are, since its configuration ignores their changes.
 *
 * A state that was written before this record existed has none, and its resources are recorded by the next apply.
 *
 * @see https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#prevent_destroy
 * @see https://developer.hashicorp.com/terraform/language/state/remote-state-data
 * @see https://developer.hashicorp.com/terraform/language/expressions/custom-conditions#preconditions-and-postconditions
 * @see https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
 * @see https://github.com/hashicorp/terraform/pull/32208 for plans that destroy
 */
export function recordProtection(stack: TerraformStack, props: ProtectionRecordProps): void {
  const { nameOf = resourceAddress, released = [] } = props;
  const resources = resourcesOf(stack).filter(({ terraformResourceType }) => protectable.has(terraformResourceType));
  const declared = new TerraformLocal(stack, "declared_resources", [...resources.map(nameOf), ...released].sort());
  const missing = new TerraformLocal(
    stack,
    "missing_resources",
    `\${setsubtract(try(flatten(${recordOf(stack, props)}), []), local.${declared.friendlyUniqueId})}`,
  );
  const kept = JSON.stringify(resources.filter(isProtected).map(nameOf).sort());
  const output = new TerraformOutput(stack, "protected_resources", {
    value: `\${concat(${[kept, ...subnetsInUse(resources)].join(", ")})}`,
  });
  // CDKTF accepts a precondition as a prop and omits it: https://github.com/open-constructs/cdk-terrain/issues/448
  output.addOverride("precondition", {
    condition: `\${length(local.${missing.friendlyUniqueId}) == 0}`,
    error_message:
      `The settings no longer declare \${join(", ", local.${missing.friendlyUniqueId})}, which this stack protects: ` +
      `${howToKeep(stack.node.id)}.`,
  });
}

/** What to do when the settings no longer declare a protected resource of a stack. */
export function howToKeep(stack: string): string {
  return isBootstrapStack(stack)
    ? "restore the environment, its region, its replicaRegion or its encryption, or retire it in organization.bootstrap.retired, as docs/remove-an-environment.md describes"
    : "restore encryption, network.availabilityZones or the repository, or give it up first, as docs/upgrade.md describes";
}

/** All resources of a stack. */
export function resourcesOf(stack: TerraformStack): TerraformResource[] {
  return stack.node.findAll().filter((construct) => construct instanceof TerraformResource);
}

/** The address of a resource, as Terraform writes it. */
export function resourceAddress({ terraformResourceType, friendlyUniqueId }: TerraformResource): string {
  return `${terraformResourceType}.${friendlyUniqueId}`;
}

function isProtected(resource: TerraformResource): boolean {
  if (resource instanceof EcrRepository) return resource.forceDeleteInput !== true;
  return resource.lifecycle?.preventDestroy === true;
}

/** An expression of the lists in the recorded state: none if there is no state. */
function recordOf(
  stack: TerraformStack,
  { backend: { bucket, key, region }, mayBeNew }: ProtectionRecordProps,
): string {
  const recorded = new DataTerraformRemoteStateS3(stack, "recorded", { bucket, key, region });
  if (mayBeNew) {
    const { friendlyUniqueId } = new DataAwsS3Objects(stack, "recorded-states", { bucket, prefix: key });
    const keys = `data.aws_s3_objects.${friendlyUniqueId}.keys`;
    recorded.addOverride("count", `\${contains(${keys}, ${JSON.stringify(key)}) ? 1 : 0}`);
  }
  return `data.terraform_remote_state.${recorded.friendlyUniqueId}[*].outputs.protected_resources`;
}

/** An expression of the addresses of the subnets that the cluster uses, if there is one. */
function subnetsInUse(resources: readonly TerraformResource[]): string[] {
  const subnets = resources.filter((resource) => resource instanceof Subnet).map(resourceAddress);
  return resources
    .filter((resource) => resource instanceof EksCluster)
    .map((cluster) => {
      const ids = subnets.map((address) => `${JSON.stringify(address)} = ${address}.id`).join(", ");
      const used = `${resourceAddress(cluster)}.vpc_config[0].subnet_ids`;
      return `[for address, id in {${ids}} : address if contains(${used}, id)]`;
    });
}
