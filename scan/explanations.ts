import type { Environment } from "../src/settings/environment";
import { stateBucketName, stateReplicaName } from "../src/settings/names";
import type { BootstrapAccount, StateOwner } from "../src/stacks/bootstrap-accounts";
import { BootstrapStack } from "../src/stacks/bootstrap-stack";
import { EnvironmentStack } from "../src/stacks/environment-stack";
import { isObject, type Json } from "../src/cdktf/terraform-json";
import type { MadeBlock } from "./acceptance";

/** Settings of the environment that a block belongs to; undefined for a block of any other stack. */
function environmentOf({ stack }: MadeBlock): Environment | undefined {
  return stack instanceof EnvironmentStack ? stack.environment : undefined;
}

function bootstrapAccountOf({ stack }: MadeBlock): BootstrapAccount | undefined {
  return stack instanceof BootstrapStack ? stack.account : undefined;
}

/** The environment uses keys that AWS manages. */
export function awsManagesTheKeys(block: MadeBlock): boolean {
  return environmentOf(block)?.encryption === "aws-managed";
}

/** The retention of the control plane logs is that of the environment's settings. */
export function keepsClusterLogsAsSet(block: MadeBlock): boolean {
  return isKeptFor(block, environmentOf(block)?.cluster.logRetentionDays);
}

/** The retention of the flow logs is that of the environment's settings. */
export function keepsFlowLogsAsSet(block: MadeBlock): boolean {
  return isKeptFor(block, environmentOf(block)?.network.flowLogRetentionDays);
}

/** The retention of the trail's log group is that of the organization's settings. */
export function keepsTrailAsSet(block: MadeBlock): boolean {
  return isKeptFor(block, bootstrapAccountOf(block)?.organization.audit.logRetentionDays);
}

function isKeptFor({ arguments: { retention_in_days: kept } }: MadeBlock, days: number | undefined): boolean {
  return days !== undefined && kept === days;
}

/** The public endpoint allows only the address ranges of the environment's settings. */
export function opensTheEndpointAsSet(block: MadeBlock): boolean {
  const allowed = environmentOf(block)?.cluster.publicAccessCidrs;
  const network = block.arguments.vpc_config;
  const admitted = isObject(network) ? network.public_access_cidrs : undefined;
  return allowed !== undefined && isList(admitted) && admitted.every((cidr) => allowed.some((one) => one === cidr));
}

/** Only the tags in the repository's settings are mutable. */
export function movesTagsAsSet(block: MadeBlock): boolean {
  const { name, image_tag_mutability: mutability, image_tag_mutability_exclusion_filter: filters } = block.arguments;
  // A repository's name is the environment's prefix, which has no slash, and its key in the settings.
  const key = typeof name === "string" ? name.slice(name.indexOf("/") + 1) : "";
  const allowed = environmentOf(block)?.repositories[key]?.mutableTagPatterns ?? [];
  const moving = isList(filters) ? filters.map((one) => (isObject(one) ? one.filter : undefined)) : [];
  return mutability === "IMMUTABLE_WITH_EXCLUSION" && moving.every((pattern) => allowed.some((one) => one === pattern));
}

/** Every action on all resources is a Describe or List action. */
export function onlySeesConfiguration({ arguments: { statement } }: MadeBlock): boolean {
  const statements = isList(statement) ? statement.filter(isObject) : [];
  const onAll = statements.filter(({ resources }) => isList(resources) && resources.includes("*"));
  const actions = onAll.flatMap((one) => (isList(one.actions) ? one.actions : []));
  return actions.every(
    (action) => typeof action === "string" && /^[a-z0-9-]+:(Describe|List|Get|BatchGet)/.test(action),
  );
}

/** The bucket stores the state of an environment, or its replica. */
export function isStateBucket(block: MadeBlock): boolean {
  return stateOf(block) !== undefined;
}

/** The bucket stores the state of an environment whose settings select keys that S3 manages. */
export function storesStateUnderS3Keys(block: MadeBlock): boolean {
  return stateOf(block)?.state.encryption === "AES256";
}

function stateOf(block: MadeBlock): StateOwner | undefined {
  const settings = bootstrapAccountOf(block);
  const name = block.arguments.bucket;
  return settings?.environments.find((environment) =>
    [stateBucketName, stateReplicaName].some((nameOf) => nameOf(settings.organization, environment) === name),
  );
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
