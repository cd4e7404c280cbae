import { type TerraformElement, TerraformRemoteState } from "cdktf";
import { isObject } from "../terraform-json";

/** What the provider bindings state about a name within a block. */
export interface BlockHint {
  /** Whether it is a nested block or an argument. */
  readonly kind: "block" | "argument";

  /** The names within it, if it is a block. */
  readonly inner: BlockHints;
}

export type BlockHints = ReadonlyMap<string, BlockHint>;

/** The hints of every resource, data source and provider, by address, in the order of the construct tree. */
export type HintsByAddress = ReadonlyMap<string, BlockHints>;

/**
 * Collects what distinguishes HCL from JSON: the JSON syntax does not state which names are blocks, since Terraform
 * takes this from the provider's schema. The bindings carry the information for CDKTF's own HCL.
 */
export function blockHints(elements: readonly TerraformElement[]): HintsByAddress {
  const hints = new Map<string, BlockHints>();
  const add = (address: string, annotated: unknown) => {
    hints.set(address, merge(hints.get(address), readHints(annotated)));
  };
  for (const element of elements) {
    const { resource, data, provider } = element.toHclTerraform() as Record<string, unknown>;
    for (const [address, block] of addressed(resource, "")) add(address, block);
    for (const [address, block] of addressed(data, "data.")) add(address, block);
    for (const [type, instances] of labelled(provider)) add(`provider.${type}`, instances);
    // It is the only data source with an object as an argument, and without bindings.
    if (element instanceof TerraformRemoteState) {
      add(`data.terraform_remote_state.${element.friendlyUniqueId}`, { config: { value: {}, isBlock: false } });
    }
  }
  return hints;
}

function addressed(section: unknown, prefix: string): [string, unknown][] {
  return labelled(section).flatMap(([type, blocks]) =>
    labelled(blocks).map(([id, block]): [string, unknown] => [`${prefix}${type}.${id}`, block]),
  );
}

function labelled(section: unknown): [string, unknown][] {
  return isObject(section) ? Object.entries(section) : [];
}

/** Reads `{ name: { value, type, isBlock } }`, or a list of such, as the bindings' `synthesizeHclAttributes` gives it. */
function readHints(annotated: unknown): BlockHints {
  if (Array.isArray(annotated)) {
    return annotated.reduce<BlockHints>((hints, one) => merge(hints, readHints(one)), new Map());
  }
  const hints = new Map<string, BlockHint>();
  for (const [name, annotation] of labelled(annotated)) {
    if (!isObject(annotation) || !("value" in annotation)) continue;
    const isBlock = annotation.isBlock ?? annotation.is_block;
    if (isBlock === true && isKnownBlock(name, annotation.type)) {
      hints.set(name, { kind: "block", inner: readHints(annotation.value) });
    } else if (isBlock === false || annotation.type === "any") {
      hints.set(name, { kind: "argument", inner: new Map() });
    }
  }
  return hints;
}

/** The bindings treat every single object as a block, including the few that are arguments in the provider. */
function isKnownBlock(name: string, type: unknown): boolean {
  return type === "list" || type === "set" || name === "timeouts";
}

function merge(one: BlockHints | undefined, other: BlockHints): BlockHints {
  const merged = new Map(one);
  for (const [name, hint] of other) {
    merged.set(name, { kind: hint.kind, inner: merge(merged.get(name)?.inner, hint.inner) });
  }
  return merged;
}
