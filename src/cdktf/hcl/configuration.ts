import type { JsonObject, Json } from "../terraform-json";
import type { BlockHints, HintsByAddress } from "./block-hints";
import { block, blockBody, blocksOf, entries, given, resourceBody } from "./body";
import {
  body,
  importBlock,
  localsBlock,
  movedBlock,
  moduleBlock,
  outputBlock,
  refuse,
  removedBlock,
  terraformBlock,
  variableBlock,
} from "./sections";

const noHints: BlockHints = new Map();

/**
 * Writes a configuration of the JSON syntax as HCL with the same meaning, resources and data sources in the order of
 * the hints. `terraform fmt` formats the result.
 *
 * @throws when the configuration contains something whose HCL form is not known
 */
export function hclConfiguration(configuration: JsonObject, hints: HintsByAddress): string {
  const { terraform, provider, variable, locals, resource, data, module, ...rest } = configuration;
  const { output, moved, import: imports, removed, ...others } = rest;
  refuse("the configuration", others);
  return [
    ...given(terraform, (settings) => terraformBlock(body(settings, "terraform"))),
    ...providerBlocks(provider, hints),
    ...labelled(variable, "variable", variableBlock),
    ...given(locals, (values) => localsBlock(body(values, "locals"))),
    ...resourceBlocks(data, resource, hints),
    ...labelled(module, "module", moduleBlock),
    ...labelled(output, "output", outputBlock),
    ...given(moved, (all) => blocksOf(all, "moved").map(movedBlock)).flat(),
    ...given(imports, (all) => blocksOf(all, "import").map(importBlock)).flat(),
    ...given(removed, (all) => blocksOf(all, "removed").map(removedBlock)).flat(),
  ]
    .join("\n")
    .trimStart();
}

function labelled(
  section: Json | undefined,
  name: string,
  write: (label: string, inner: JsonObject) => string,
): string[] {
  return given(section, (blocks) =>
    entries(body(blocks, name)).map(([label, inner]) => write(label, body(inner, `${name}.${label}`))),
  ).flat();
}

function providerBlocks(section: Json | undefined, hints: HintsByAddress): string[] {
  return given(section, (providers) =>
    entries(body(providers, "provider")).flatMap(([type, instances]) => {
      const address = `provider.${type}`;
      return blocksOf(instances, address).map((instance) =>
        block(`provider "${type}"`, blockBody(instance, hints.get(address) ?? noHints, address)),
      );
    }),
  ).flat();
}

function resourceBlocks(data: Json | undefined, resource: Json | undefined, hints: HintsByAddress): string[] {
  const written = new Map<string, string>();
  const write = (section: Json | undefined, keyword: "data" | "resource", prefix: string) =>
    labelled(section, keyword, (type, blocks) => {
      for (const [id, inner] of entries(blocks)) {
        const address = `${prefix}${type}.${id}`;
        const lines = resourceBody(body(inner, address), hints.get(address) ?? noHints, address);
        written.set(address, block(`${keyword} "${type}" "${id}"`, lines));
      }
      return type;
    });
  write(data, "data", "data.");
  write(resource, "resource", "");

  const inOrder = new Set([...hints.keys(), ...written.keys()]);
  return [...inOrder].flatMap((address) => written.get(address) ?? []);
}
