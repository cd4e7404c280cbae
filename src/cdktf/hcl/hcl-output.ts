import type { TerraformElement } from "cdktf";
import { isObject, type JsonObject, mapValues } from "../terraform-json";
import { blockHints } from "./block-hints";
import { hclConfiguration } from "./configuration";
import { terraformFmt } from "./terraform-fmt";

/** The result of a stack's `toHclTerraform`: the configuration, and the metadata that the cdktf CLI needs. */
export interface HclOutput {
  readonly hcl: string;
  readonly metadata: JsonObject;
}

/**
 * Writes a stack's HCL from its JSON. CDKTF's own writer produces a different configuration in places, see
 * docs/decisions/0005-hcl-writer.md.
 */
export function hclOutput(configuration: JsonObject, elements: readonly TerraformElement[]): HclOutput {
  return {
    hcl: terraformFmt(hclConfiguration(configuration, blockHints(elements))),
    metadata: metadata(configuration),
  };
}

function metadata({ "//": stack, terraform, resource, data, module }: JsonObject): JsonObject {
  return {
    "//": stack,
    terraform,
    resource: comments(resource, 2),
    data: comments(data, 2),
    module: comments(module, 1),
  };
}

/** The `//` comments of blocks, which are nested below as many labels as the kind of block has. */
function comments(blocks: JsonObject[string], labels: number): JsonObject | undefined {
  if (!isObject(blocks)) return undefined;
  if (labels === 0) return { "//": blocks["//"] };
  return mapValues(blocks, (inner) => comments(inner, labels - 1) ?? null);
}
