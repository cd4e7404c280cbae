import { z } from "zod";
import { type Destruction, protectedFrom } from "./destructions";
import { attributesSchema, kindOf, type Kind, planSchema, type ResourceChange } from "./plan-json";
import { plannedVersions, type PlannedVersion } from "./planned-versions";

/** A managed resource that a plan would create. */
export interface Addition {
  readonly address: string;
  readonly type: string;

  /** Whether it is in the state that Terraform planned from, and AWS no longer returns it. */
  readonly isGone: boolean;
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
  destroy: 0,
  replace: 0,
  forget: 0,
  protected: [],
  deletions: [],
  keptClusters: [],
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
  const count = (...kinds: Kind[]) => changes.filter((change) => kinds.includes(kindOf(change))).length;
  return {
    add: count("add", "replace"),
    change: count("change"),
    destroy: count("destroy", "replace"),
    replace: count("replace"),
    forget: count("forget"),
    protected: protectedFrom(changes),
    deletions: changes.flatMap(deletionOf),
    keptClusters: changes.filter(isKeptCluster).map(({ address }) => address),
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

function isKeptCluster(resource: ResourceChange): boolean {
  const { before, after } = resource.change;
  const kind = kindOf(resource);
  if (resource.type !== "aws_eks_cluster" || resource.deposed !== undefined) return false;
  return kind === "nothing" || kind === "change" || (kind === "replace" && nameIn(before)[0] === nameIn(after)[0]);
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
