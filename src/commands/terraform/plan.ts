import { z } from "zod";
import { kindOf, type Kind, planSchema, type ResourceChange } from "./plan-json";
import { plannedVersions, type PlannedVersion } from "./planned-versions";

const attributesSchema = z.record(z.string(), z.unknown());

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

/** Whether a resource of this type cannot be recovered once it is destroyed. */
export function isProtectedType(type: string): boolean {
  return protectedTypes.has(type);
}

/** A managed resource that a plan would create. */
export interface Addition {
  readonly address: string;
  readonly type: string;

  /** Whether it is in the state that Terraform planned from, and AWS no longer returns it. */
  readonly isGone: boolean;
}

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

  /** Everything that would be created, except replacements. */
  readonly additions: readonly Addition[];

  /** The versions of clusters, their nodes and add-ons, whether or not they change. */
  readonly versions: readonly PlannedVersion[];

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
  additions: [],
  versions: [],
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
  const { resource_changes, resource_drift } = planSchema.parse(plan);
  const changes = resource_changes.filter(({ mode }) => mode === "managed");
  const gone = new Set(resource_drift.filter((drift) => kindOf(drift) === "destroy").map(({ address }) => address));
  const count = (kind: Kind) => changes.filter((change) => kindOf(change) === kind).length;
  return {
    add: count("add"),
    change: count("change"),
    replace: count("replace"),
    destroy: count("destroy"),
    forget: count("forget"),
    protected: changes.filter(({ type }) => isProtectedType(type)).flatMap(destructionOf),
    deletions: changes.flatMap(deletionOf),
    additions: changes
      .filter((change) => kindOf(change) === "add")
      .map(({ address, type }) => ({ address, type, isGone: gone.has(address) })),
    versions: plannedVersions(changes),
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
