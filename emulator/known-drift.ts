/**
 * Attributes that the emulator never preserves, by major version of the AWS provider and type of resource: a plan
 * immediately after an apply shows them as changes.
 */
const knownDrift: Readonly<Record<string, Drift>> = { "5": {} };

/** Names of attributes by type of resource. */
export type Drift = Readonly<Record<string, readonly string[]>>;

/**
 * The list for a version of the AWS provider, for example `5.100.0`; a major version without a list has no known drift.
 */
export function knownDriftOf(providerVersion: string): Drift {
  return knownDrift[providerVersion.split(".")[0] ?? ""] ?? {};
}

/** The part of `terraform show -json <plan>` that is used. */
export interface TerraformPlan {
  readonly resource_changes?: readonly ResourceChange[];
}

interface ResourceChange {
  readonly address: string;
  readonly type: string;
  readonly mode: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Attributes | null;
    readonly after: Attributes | null;
    readonly after_unknown: Attributes;
  };
}

type Attributes = Readonly<Record<string, unknown>>;

/** How a plan differs from the list: both are empty if it shows exactly what is listed. */
export interface DriftComparison {
  /** `<address>.<attribute>: <before> -> <after>`, or `<address>: <actions>` where more than attributes change. */
  readonly unlisted: readonly string[];

  /** `<type>.<attribute>` of listed attributes that no resource of the type in the plan shows. */
  readonly stale: readonly string[];
}

/**
 * Compares a plan made immediately after an apply with the known drift.
 *
 * @param plan output of `terraform show -json`
 * @param drift the list for the major version of the provider
 */
export function compareDrift(plan: TerraformPlan, drift: Drift): DriftComparison {
  const managed = (plan.resource_changes ?? []).filter(({ mode }) => mode === "managed");
  const seen = new Set<string>();
  const unlisted: string[] = [];
  for (const resource of managed) {
    for (const difference of differences(resource)) {
      const name = `${resource.type}.${difference.attribute ?? ""}`;
      if (difference.attribute && drift[resource.type]?.includes(difference.attribute)) seen.add(name);
      else unlisted.push(difference.description);
    }
  }
  const types = new Set(managed.map(({ type }) => type));
  const listed = Object.entries(drift)
    .filter(([type]) => types.has(type))
    .flatMap(([type, attributes]) => attributes.map((attribute) => `${type}.${attribute}`));
  return { unlisted, stale: listed.filter((name) => !seen.has(name)) };
}

interface Difference {
  readonly attribute?: string;
  readonly description: string;
}

function differences({ address, change }: ResourceChange): Difference[] {
  const { actions, before, after, after_unknown: unknown } = change;
  if (actions.every((action) => action === "no-op")) return [];
  if (!before || !after || actions.includes("delete")) return [{ description: `${address}: ${actions.join(", ")}` }];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after), ...Object.keys(unknown)])].sort();
  const changed = names.filter((name) => unknown[name] === true || show(before[name]) !== show(after[name]));
  return changed.map((attribute) => ({
    attribute,
    description: `${address}.${attribute}: ${show(before[attribute])} -> ${unknown[attribute] === true ? "unknown" : show(after[attribute])}`,
  }));
}

/** Terraform writes the keys of an object in a fixed order, so equal values have equal texts. */
function show(value: unknown): string {
  return JSON.stringify(value ?? null);
}
