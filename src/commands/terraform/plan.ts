import { z } from "zod";
import { type Destruction, protectedFrom } from "./destructions";
import { countsOf, type PlanCounts } from "./plan-counts";
import { attributesSchema, kindOf, readPlanJson, type ResourceChange } from "./plan-json";
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

/** What a plan would do: the numbers of managed resources, and the protected resources that it would destroy. */
export interface PlanSummary extends PlanCounts {
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
  ...countsOf([]),
  protected: [],
  deletions: [],
  keptClusters: [],
  additions: [],
  versions: [],
  newClusters: [],
  newLogGroups: {},
};

/**
 * What a plan would do.
 *
 * @param plan the output of `terraform show -json <plan>`
 * @throws when it is not a plan in the format that Terraform documents
 */
export function summarizePlan(plan: unknown): PlanSummary {
  const { resource_changes, resource_drift } = readPlanJson(plan);
  const changes = resource_changes.filter(({ mode }) => mode === "managed");
  const gone = new Set(resource_drift.filter((drift) => kindOf(drift) === "destroy").map(({ address }) => address));
  return {
    ...countsOf(changes),
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
