import { isDeepStrictEqual } from "node:util";
import { kindOf, type ResourceChange } from "../../terraform/plan-json";
import { isListedType } from "../values/allow-list";
import { isObject } from "../values/masks";

type Values = Readonly<Record<string, unknown>>;

/** What a change of an existing resource interrupts, in words; undefined where it interrupts nothing. */
type Interruption = (before: Values, after: Values) => string | undefined;

/** What the loss of a resource interrupts, permanently or until its replacement works, by type. */
const losses: Readonly<Record<string, string>> = {
  aws_cloudwatch_log_group: "its logs are deleted",
  aws_ecr_repository: "its images are deleted",
  aws_eks_addon: "the add-on stops until it is installed again",
  aws_eks_cluster: "the cluster and everything in it stop",
  aws_eks_node_group: "the pods of its nodes are evicted",
  aws_eks_pod_identity_association: "pods of the service account lose their AWS credentials",
  aws_eip: "outgoing traffic comes from another public address",
  aws_iam_openid_connect_provider: "pods whose roles trust it lose their AWS credentials",
  aws_instance: "sessions through the instance end",
  aws_internet_gateway: "the VPC loses its connection to the internet",
  aws_kms_key: "what it encrypts cannot be read any more",
  aws_kms_replica_key: "what it encrypts cannot be read any more",
  aws_nat_gateway: "outgoing connections through the gateway end",
  aws_route: "traffic to the destination has no route meanwhile",
  aws_route_table_association: "the subnet uses the main route table meanwhile",
  aws_s3_bucket: "its objects are deleted, and its name becomes free for other accounts",
  aws_subnet: "nothing can run in the subnet meanwhile",
  aws_vpc: "everything in the VPC stops",
  aws_vpc_endpoint: "calls to the service take another way, or fail",
  aws_vpc_security_group_egress_rule: "connections that the rule admits are refused",
  aws_vpc_security_group_ingress_rule: "connections that the rule admits are refused",
};

/**
 * What a change in place interrupts, by type.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/rollback-cluster.html
 * @see https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html
 * @see https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html
 */
const updates: Readonly<Record<string, Interruption>> = {
  aws_cloudwatch_log_group: ({ retention_in_days: before }, { retention_in_days: after }) =>
    daysOf(after) < daysOf(before) ? "logs that are older than the new retention are deleted" : undefined,
  aws_eks_addon: (before, after) =>
    changed("addon_version", before, after) ? "the pods of the add-on restart" : undefined,
  aws_eks_cluster: (before, after) =>
    changed("version", before, after)
      ? "the control plane is upgraded, and can be rolled back for 7 days at most"
      : undefined,
  aws_eks_node_group: nodeInterruption,
  aws_kms_key: (before, after) => disabledKey(before.is_enabled, after.is_enabled),
  aws_kms_replica_key: (before, after) => disabledKey(before.enabled, after.enabled),
  aws_nat_gateway: (before, after) =>
    Object.keys({ ...before, ...after }).some((name) => !/^tags(_all)?$/.test(name) && changed(name, before, after))
      ? "outgoing connections through the gateway can end"
      : undefined,
  aws_route: () => "connections over the route can end",
  aws_route_table_association: () => "connections over the routes of the subnet can end",
  aws_s3_bucket_versioning: (before, after) =>
    statusOf(before) === "Enabled" && statusOf(after) !== "Enabled"
      ? "objects that are deleted or overwritten from then on cannot be restored"
      : undefined,
};

function disabledKey(before: unknown, after: unknown): string | undefined {
  return before === true && after === false ? "what it encrypts cannot be read while it is disabled" : undefined;
}

/** CloudWatch Logs keeps logs forever where the retention is 0 or missing. */
function daysOf(retention: unknown): number {
  return typeof retention === "number" && retention > 0 ? retention : Infinity;
}

function statusOf({ versioning_configuration }: Values): unknown {
  const [versioning] = [versioning_configuration].flat();
  return isObject(versioning) ? versioning.status : undefined;
}

function nodeInterruption(before: Values, after: Values): string | undefined {
  const isRolled = ["version", "release_version", "launch_template", "ami_type"].some((name) =>
    changed(name, before, after),
  );
  if (isRolled) return "every node of the group is replaced, and its pods are evicted";
  const [old, fresh] = [sizeOf(before), sizeOf(after)];
  const isSmaller = old !== undefined && fresh !== undefined && fresh < old;
  return isSmaller ? "nodes are removed, and their pods are evicted" : undefined;
}

/** What a plan interrupts with this resource, in words. */
export function interruption(resource: ResourceChange): string | undefined {
  const { type, change } = resource;
  const kind = kindOf(resource);
  if (kind === "destroy" || kind === "replace") return resource.deposed === undefined ? lossOf(type) : undefined;
  if (kind !== "change") return undefined;
  const [before, after] = [change.before, change.after];
  return updates[type]?.(isObject(before) ? before : {}, isObject(after) ? after : {});
}

/** The project creates no resources of other types, so that their loss can mean anything. */
function lossOf(type: string): string | undefined {
  return losses[type] ?? (isListedType(type) ? undefined : "what is lost with it is not known");
}

function changed(name: string, before: Values, after: Values): boolean {
  return !isDeepStrictEqual(before[name], after[name]);
}

function sizeOf({ scaling_config }: Values): number | undefined {
  const [scaling] = [scaling_config].flat();
  return isObject(scaling) && typeof scaling.desired_size === "number" ? scaling.desired_size : undefined;
}
