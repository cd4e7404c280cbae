import { attributesSchema, kindOf, type ResourceChange } from "./plan-json";

/** The version of a cluster or of a part of it, before and after a plan. */
export interface PlannedVersion {
  readonly address: string;
  readonly part: "cluster" | "nodes" | "kube-proxy" | "vpc-cni";

  /** Name of the cluster. */
  readonly cluster: string;

  /** Whether the resource is replaced, so that its version does not move from one to the other. */
  readonly isReplaced: boolean;

  /** Absent if the resource is created. */
  readonly before?: string;

  /** Absent if the resource is destroyed, or if its version is known only after the apply. */
  readonly after?: string;
}

/** The versions of the clusters, node groups and versioned add-ons of a plan. */
export function plannedVersions(changes: readonly ResourceChange[]): PlannedVersion[] {
  return changes.flatMap((resource): PlannedVersion[] => {
    const { address, change, deposed } = resource;
    const [before, after] = [versionOf(resource, change.before), versionOf(resource, change.after)];
    const known = after ?? before;
    if (!known || deposed !== undefined) return [];
    const { part, cluster } = known;
    const isReplaced = kindOf(resource) === "replace";
    return [{ address, part, cluster, isReplaced, before: before?.version, after: after?.version }];
  });
}

type Version = Pick<PlannedVersion, "part" | "cluster"> & { readonly version: string | undefined };

function versionOf({ type }: ResourceChange, values: unknown): Version | undefined {
  const { data } = attributesSchema.safeParse(values);
  if (!data) return undefined;
  if (type === "aws_eks_cluster")
    return { part: "cluster", cluster: text(data.name) ?? "", version: text(data.version) };
  const cluster = text(data.cluster_name) ?? "";
  if (type === "aws_eks_node_group") return { part: "nodes", cluster, version: text(data.version) };
  const { addon_name: part } = data;
  if (type !== "aws_eks_addon" || (part !== "kube-proxy" && part !== "vpc-cni")) return undefined;
  return { part, cluster, version: text(data.addon_version) };
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
