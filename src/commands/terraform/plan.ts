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
  action_reason: z.string().optional(),
  change: changeSchema,
});

const planSchema = z.looseObject({ resource_changes: z.array(resourceChangeSchema).default([]) });

type ResourceChange = z.output<typeof resourceChangeSchema>;

/**
 * Types of resources that cannot be recovered, or only with everything that depended on them: data, keys, names,
 * addresses.
 */
const protectedTypes: ReadonlySet<string> = new Set([
  "aws_ecr_repository",
  "aws_eks_cluster",
  "aws_kms_external_key",
  "aws_kms_key",
  "aws_kms_replica_key",
  "aws_s3_bucket",
  "aws_vpc",
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

/** A managed resource that a plan would delete, permanently or to replace it. */
export interface Deletion {
  readonly address: string;
  readonly type: string;

  /** Its attributes. Some are secrets: they are compared, and never printed in full. */
  readonly before: Readonly<Record<string, unknown>>;

  /** Attributes of its replacement, as far as they are known before the apply. */
  readonly after?: Readonly<Record<string, unknown>>;
}

/**
 * What a plan would do: the numbers of managed resources, counted as in Terraform's own summary, and the protected
 * resources that it would destroy.
 */
export interface PlanSummary {
  /** Resources that are created, replacements included. */
  readonly add: number;
  readonly change: number;

  /** Resources that are deleted, replacements included. */
  readonly destroy: number;

  /** Replacements, which `add` and `destroy` both count. */
  readonly replace: number;

  /** Resources that Terraform stops managing without destroying them. */
  readonly forget: number;
  readonly protected: readonly Destruction[];

  /** Everything that would be deleted, protected or not. */
  readonly deletions: readonly Deletion[];

  /** Addresses of the EKS clusters that exist and keep their names, even if they would be replaced. */
  readonly keptClusters: readonly string[];

  /** Names of the EKS clusters that would be created. */
  readonly newClusters: readonly string[];

  /** Names of the log groups that would be created, by address. */
  readonly newLogGroups: Readonly<Record<string, string>>;
}

/** The plan of a stack that matches its configuration. */
export const emptyPlan: PlanSummary = {
  add: 0,
  change: 0,
  destroy: 0,
  replace: 0,
  forget: 0,
  protected: [],
  deletions: [],
  keptClusters: [],
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
  const count = (...kinds: Kind[]) => changes.filter((change) => kinds.includes(kindOf(change))).length;
  return {
    add: count("add", "replace"),
    change: count("change"),
    destroy: count("destroy", "replace"),
    replace: count("replace"),
    forget: count("forget"),
    protected: changes.filter(({ type }) => protectedTypes.has(type)).flatMap(destructionOf),
    deletions: changes.flatMap(deletionOf),
    keptClusters: changes.filter(isKeptCluster).map(({ address }) => address),
    newClusters: Object.values(namesOfNew("aws_eks_cluster", changes)),
    newLogGroups: namesOfNew("aws_cloudwatch_log_group", changes),
  };
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

function isKeptCluster(resource: ResourceChange): boolean {
  const { before, after } = resource.change;
  const kind = kindOf(resource);
  if (resource.type !== "aws_eks_cluster" || resource.deposed !== undefined) return false;
  return kind === "nothing" || kind === "change" || (kind === "replace" && nameIn(before)[0] === nameIn(after)[0]);
}

function destructionOf(resource: ResourceChange): Destruction[] {
  const action = kindOf(resource);
  if (action !== "destroy" && action !== "replace") return [];
  const becauseOf = (resource.change.replace_paths ?? []).map((steps) => steps.join("."));
  // A deposed object, left by an interrupted replacement, has the address of the resource that replaced it.
  const reason = resource.deposed === undefined ? resource.action_reason : "deposed";
  return [{ address: resource.address, type: resource.type, action, becauseOf, ...(reason && { reason }) }];
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
