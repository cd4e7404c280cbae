import { z } from "zod";

const changeSchema = z.looseObject({
  actions: z.array(z.enum(["no-op", "create", "read", "update", "delete", "forget"])),
  before: z.unknown().optional(),
  after: z.unknown(),
  replace_paths: z.array(z.array(z.union([z.string(), z.number()]))).optional(),
});

const attributesSchema = z.record(z.string(), z.unknown());

const resourceChangeSchema = z.looseObject({
  address: z.string(),
  mode: z.enum(["managed", "data"]),
  type: z.string(),
  deposed: z.string().optional(),
  change: changeSchema,
});

const planSchema = z.looseObject({ resource_changes: z.array(resourceChangeSchema).default([]) });

type ResourceChange = z.output<typeof resourceChangeSchema>;

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
}

/** A managed resource that a plan would delete, permanently or to replace it. */
export interface Deletion {
  readonly address: string;
  readonly type: string;

  /** Its attributes. Some are secrets: they are compared, and never printed in full. */
  readonly before: Readonly<Record<string, unknown>>;

  /** Attributes of its replacement, as far as they are known before the apply. */
  readonly after?: Readonly<Record<string, unknown>>;
}

/** What a plan would do: the numbers of managed resources, and the protected resources that it would destroy. */
export interface PlanSummary {
  readonly add: number;
  readonly change: number;
  readonly replace: number;
  readonly destroy: number;

  /** Resources that Terraform stops managing without destroying them. */
  readonly forget: number;
  readonly protected: readonly Destruction[];

  /** Everything that would be deleted, protected or not. */
  readonly deletions: readonly Deletion[];

  /** Names of the EKS clusters that would be created. */
  readonly newClusters: readonly string[];

  /** Names of the log groups that would be created, by address. */
  readonly newLogGroups: Readonly<Record<string, string>>;
}

/** The plan of a stack that matches its configuration. */
export const emptyPlan: PlanSummary = {
  add: 0,
  change: 0,
  replace: 0,
  destroy: 0,
  forget: 0,
  protected: [],
  deletions: [],
  newClusters: [],
  newLogGroups: {},
};

/**
 * Reads the output of `terraform show -json <plan>`.
 *
 * @throws when it is not a plan in the format that Terraform documents
 * @see https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
 */
export function summarizePlan(plan: unknown): PlanSummary {
  const changes = planSchema.parse(plan).resource_changes.filter(({ mode }) => mode === "managed");
  const count = (kind: Kind) => changes.filter((change) => kindOf(change) === kind).length;
  return {
    add: count("add"),
    change: count("change"),
    replace: count("replace"),
    destroy: count("destroy"),
    forget: count("forget"),
    protected: protectedFrom(changes),
    deletions: changes.flatMap(deletionOf),
    newClusters: Object.values(namesOfNew("aws_eks_cluster", changes)),
    newLogGroups: namesOfNew("aws_cloudwatch_log_group", changes),
  };
}

function protectedFrom(changes: readonly ResourceChange[]): Destruction[] {
  const lost = new Set(changes.flatMap(destructionOf).map(({ type }) => type));
  return changes.filter((change) => needsConfirmation(change, lost)).flatMap(destructionOf);
}

function needsConfirmation({ type, change }: ResourceChange, lost: ReadonlySet<string>): boolean {
  const whole = parts.get(type);
  if (whole === undefined) return irrecoverableTypes.has(type);
  if (lost.has(whole)) return false;
  if (type !== "aws_eks_access_policy_association") return true;
  const { data } = z.looseObject({ policy_arn: z.string() }).safeParse(change.before);
  return data?.policy_arn.endsWith("/AmazonEKSClusterAdminPolicy") ?? false;
}

/** Names of the resources of a type that would be created, by address. */
function namesOfNew(type: string, changes: readonly ResourceChange[]): Record<string, string> {
  const added = changes.filter((change) => change.type === type && kindOf(change) === "add");
  return Object.fromEntries(
    added.flatMap(({ address, change }) => nameIn(change.after).map((name) => [address, name])),
  );
}

type Kind = "add" | "change" | "replace" | "destroy" | "forget" | "nothing";

function kindOf({ change: { actions } }: ResourceChange): Kind {
  if (actions.includes("delete")) return actions.includes("create") ? "replace" : "destroy";
  if (actions.includes("forget")) return "forget";
  if (actions.includes("create")) return "add";
  return actions.includes("update") ? "change" : "nothing";
}

function destructionOf(resource: ResourceChange): Destruction[] {
  const action = kindOf(resource);
  if (action !== "destroy" && action !== "replace") return [];
  const becauseOf = (resource.change.replace_paths ?? []).map((steps) => steps.join("."));
  // A deposed object, left by an interrupted replacement, has the address of the resource that replaced it.
  return [{ address: resource.address, type: resource.type, action, becauseOf }];
}

function deletionOf({ address, type, change: { actions, before, after } }: ResourceChange): Deletion[] {
  if (!actions.includes("delete")) return [];
  const replacement = attributesSchema.safeParse(after).data;
  return [{ address, type, before: attributesSchema.parse(before ?? {}), ...(replacement && { after: replacement }) }];
}

function nameIn(values: unknown): string[] {
  const named = z.looseObject({ name: z.string() }).safeParse(values);
  return named.success ? [named.data.name] : [];
}
