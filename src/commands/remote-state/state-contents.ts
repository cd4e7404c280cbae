import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { printable } from "../cli/printable";
import { addressOf, type TerraformState } from "./terraform-state";

const instanceSchema = z.looseObject({
  status: z.string().transform(printable).optional(),
  deposed: z.string().transform(printable).optional(),
  attributes: z.record(z.string(), z.unknown()).nullish(),
});

const outputsSchema = z.looseObject({ outputs: z.record(z.string(), z.unknown()).optional() });

/** One resource in a state. */
export interface StateResource {
  readonly attributes: Readonly<Record<string, unknown>>;

  /**
   * `tainted` for a resource that the next apply replaces.
   * @default - the resource has no special status
   */
  readonly status?: string;
}

/** What changed from one state to another: names only, since the values in a state are secrets. */
export interface StateDifference {
  readonly added: readonly string[];
  readonly removed: readonly string[];

  /** Names of the attributes that differ, by address. */
  readonly changed: Readonly<Record<string, readonly string[]>>;

  /** Names of the outputs that differ. */
  readonly outputs: readonly string[];
}

/**
 * The managed resources of a state by address, in the order of their addresses; the address of a deposed object says
 * so.
 */
export function resourcesOf(state: TerraformState): Map<string, StateResource> {
  const found = state.resources
    .filter(({ mode }) => mode === "managed")
    .flatMap((resource) =>
      resource.instances.map((instance): [string, StateResource] => {
        const { status, deposed, attributes } = instanceSchema.parse(instance);
        const address = addressOf(resource, instance);
        return [
          deposed === undefined ? address : `${address} (deposed ${deposed})`,
          { attributes: attributes ?? {}, ...(status === undefined ? {} : { status }) },
        ];
      }),
    );
  return new Map(found.sort(([one], [other]) => one.localeCompare(other, "en")));
}

/** Names of a state's outputs. */
export function outputNames(state: TerraformState): string[] {
  return Object.keys(outputsOf(state)).map(printable).sort();
}

/** What was added, removed and changed between two states. */
export function compareStates(from: TerraformState, to: TerraformState): StateDifference {
  const [before, after] = [resourcesOf(from), resourcesOf(to)];
  const changed = [...before].flatMap(([address, resource]): [string, string[]][] => {
    const other = after.get(address);
    const names = other ? changedNames(resource, other) : [];
    return names.length > 0 ? [[address, names]] : [];
  });
  return {
    added: [...after.keys()].filter((address) => !before.has(address)),
    removed: [...before.keys()].filter((address) => !after.has(address)),
    changed: Object.fromEntries(changed),
    outputs: differingKeys(outputsOf(from), outputsOf(to)),
  };
}

function changedNames(one: StateResource, other: StateResource): string[] {
  const names = differingKeys(one.attributes, other.attributes);
  return one.status === other.status ? names : [...names, "(status)"];
}

function differingKeys(one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>): string[] {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names]
    .filter((name) => !isDeepStrictEqual(one[name], other[name]))
    .map(printable)
    .sort();
}

function outputsOf(state: TerraformState): Record<string, unknown> {
  return outputsSchema.parse(state).outputs ?? {};
}
