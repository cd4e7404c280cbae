import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { CommandError } from "../cli/command-error";
import { printable } from "../cli/printable";

/** Names in a state are shown to operators; a state can contain anything. */
const name = z.string().transform(printable);

/**
 * JavaScript would round larger numbers, and mistake a state for an older one.
 *
 * @see https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/Number/MAX_SAFE_INTEGER
 */
const serialSchema = z
  .number()
  .refine((serial) => Number.isSafeInteger(serial) && serial >= 0, `must be a whole number from 0 to 2^53 - 1`);

const instanceSchema = z.looseObject({
  index_key: z.union([name, z.number()]).optional(),
  attributes: z.record(z.string(), z.unknown()).nullish(),
});

const resourceSchema = z.looseObject({
  mode: z.string(),
  type: name,
  name,
  module: name.optional(),
  provider: z.string().optional(),
  instances: z.array(instanceSchema),
});

const stateSchema = z.looseObject({
  version: z.literal(4),
  serial: serialSchema,
  lineage: name,
  terraform_version: name,
  resources: z.array(resourceSchema),
  outputs: z.record(z.string(), z.unknown()).optional(),
});

/** The part of a Terraform state file (format 4) that these commands use. */
export type TerraformState = z.output<typeof stateSchema>;

/** A text that is not a state. */
export class NotAState extends CommandError {}

/**
 * Reads a state file's text.
 *
 * @param origin where the text came from, for the message
 * @throws NotAState when it is not a state file of format 4
 */
export function parseState(text: string, origin: string): TerraformState {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new NotAState(
      `${origin} is not JSON, so it is not a Terraform state`,
      "inspect it, then restore a good copy",
    );
  }
  const state = stateSchema.safeParse(json);
  if (!state.success) {
    throw new NotAState(
      `${origin} is not a Terraform state of format 4: ${z.prettifyError(state.error)}`,
      "inspect it, then restore a good copy",
    );
  }
  return state.data;
}

/** Managed resources by address with their provider IDs; data sources contain nothing that could be lost. */
export function resourceIds(state: TerraformState): Map<string, string> {
  const ids = new Map<string, string>();
  for (const resource of state.resources) {
    if (resource.mode !== "managed") continue;
    for (const instance of resource.instances) {
      const id: unknown = instance.attributes?.id;
      ids.set(addressOf(resource, instance), typeof id === "string" ? id : JSON.stringify(id ?? null));
    }
  }
  return ids;
}

/** Addresses (with IDs) in one state that the other does not contain with the same address and ID. */
export function missingResources(from: TerraformState, within: TerraformState): string[] {
  const there = resourceIds(within);
  return [...resourceIds(from)]
    .filter(([address, id]) => there.get(address) !== id)
    .map(([address, id]) => `${address} (${printable(id)})`);
}

/** Whether two states describe the same resources with the same attributes. Serial and lineage do not count. */
export function sameContents(one: TerraformState, other: TerraformState): boolean {
  return isDeepStrictEqual(managed(one), managed(other));
}

/** One line that distinguishes a state from another. */
export function describeState(state: TerraformState): string {
  return `serial ${state.serial}, ${resourceIds(state).size} resources, lineage ${state.lineage}, written by Terraform ${state.terraform_version}`;
}

function managed(state: TerraformState) {
  return new Map(
    state.resources
      .filter(({ mode }) => mode === "managed")
      .flatMap((resource) =>
        resource.instances.map((instance) => [addressOf(resource, instance), instance.attributes] as const),
      ),
  );
}

/** The address of one instance, as Terraform writes it. */
export function addressOf(
  resource: z.output<typeof resourceSchema>,
  instance: z.output<typeof instanceSchema>,
): string {
  const key = instance.index_key === undefined ? "" : `[${JSON.stringify(instance.index_key)}]`;
  return `${resource.module ? `${resource.module}.` : ""}${resource.type}.${resource.name}${key}`;
}

/**
 * The text of a state with another serial and everything else unchanged: parsing and formatting the numbers would round
 * large ones.
 *
 * @throws when the text has no serial
 */
export function withSerial(text: string, serial: number): string {
  const expected = { ...(JSON.parse(text) as object), serial };
  for (const { index, 0: field } of text.matchAll(/"serial"\s*:\s*\d+/g)) {
    const changed = `${text.slice(0, index)}"serial": ${serial}${text.slice(index + field.length)}`;
    if (isDeepStrictEqual(JSON.parse(changed), expected)) return changed;
  }
  throw new Error("the state has no serial");
}
