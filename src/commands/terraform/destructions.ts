import { z } from "zod";
import { kindOf, type ResourceChange } from "./plan-json";

/**
 * Types of resources that cannot be recovered, or only with everything that depended on them: data, keys, names and
 * addresses. Log groups are data, with whatever retention. Others admit the public address of a NAT gateway, and AWS
 * assigns a released one to another account.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/WorkWithEIPs.html
 */
const irrecoverableTypes: ReadonlySet<string> = new Set([
  "aws_cloudwatch_log_group",
  "aws_ecr_repository",
  "aws_eip",
  "aws_eks_cluster",
  "aws_kms_external_key",
  "aws_kms_key",
  "aws_kms_replica_key",
  "aws_s3_bucket",
  "aws_vpc",
]);

/** Whether a resource of this type cannot be recovered once it is destroyed. */
export function isProtectedType(type: string): boolean {
  return irrecoverableTypes.has(type);
}

/**
 * Types of resources that the next deployment can create again, but on which others depend meanwhile: the provider that
 * roles of pods trust, in every account; the policies of administrators; and subnets, in which controllers and other
 * teams have load balancers and databases. Beside the resource that they are part of, they mean nothing: a plan that
 * destroys or replaces it needs no confirmation of them.
 *
 * Everything else is created again as it was: roles, rules, queues, endpoints, the access of developers and viewers.
 */
const parts: ReadonlyMap<string, string> = new Map([
  ["aws_eks_access_policy_association", "aws_eks_cluster"],
  ["aws_iam_openid_connect_provider", "aws_eks_cluster"],
  ["aws_subnet", "aws_vpc"],
]);

/** A protected resource that a plan would destroy, permanently or to replace it. */
export interface Destruction {
  readonly address: string;
  readonly type: string;
  readonly action: "destroy" | "replace";

  /** Arguments whose change forces a replacement. Empty where Terraform names none. */
  readonly becauseOf: readonly string[];

  /**
   * Terraform's own word for the reason, such as `replace_because_tainted`; `deposed` for what an interrupted
   * replacement left. Absent where Terraform gives none.
   *
   * @see https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
   */
  readonly reason?: string;
}

/** The protected resources that the changes of a plan would destroy. */
export function protectedFrom(changes: readonly ResourceChange[]): Destruction[] {
  return resourcesToConfirm(changes).flatMap(destructionOf);
}

/** The changes that destroy a protected resource. */
export function resourcesToConfirm(changes: readonly ResourceChange[]): ResourceChange[] {
  const destroyed = changes.filter((change) => destructionOf(change).length > 0);
  const lost = new Set(destroyed.map(({ type }) => type));
  return destroyed.filter((change) => needsConfirmation(change, lost));
}

function needsConfirmation({ type, change }: ResourceChange, lost: ReadonlySet<string>): boolean {
  const whole = parts.get(type);
  if (whole === undefined) return irrecoverableTypes.has(type);
  if (lost.has(whole)) return false;
  if (type !== "aws_eks_access_policy_association") return true;
  const { data } = z.looseObject({ policy_arn: z.string() }).safeParse(change.before);
  return data?.policy_arn.endsWith("/AmazonEKSClusterAdminPolicy") ?? false;
}

/** What a plan destroys with this resource, protected or not. */
export function destructionOf(resource: ResourceChange): Destruction[] {
  const action = kindOf(resource);
  if (action !== "destroy" && action !== "replace") return [];
  const becauseOf = (resource.change.replace_paths ?? []).map((steps) => steps.join("."));
  // A deposed object, left by an interrupted replacement, has the address of the resource that replaced it.
  const reason = resource.deposed === undefined ? resource.action_reason : "deposed";
  return [{ address: resource.address, type: resource.type, action, becauseOf, ...(reason && { reason }) }];
}
