import type { Block, Stack } from "./project";
import { locationOf } from "./provider";
import { resourcesOf } from "./value";

/**
 * The alias of a key in a region: a stack can create one of the same name in each of several regions.
 *
 * @param alias its name or ARN
 */
export function keyAliasIn(stack: Stack, alias: string, region: string | undefined): Block | undefined {
  return resourcesOf(stack, "aws_kms_alias").find((block) => {
    const { name } = block.values;
    const location = locationOf(block, stack);
    if (typeof name !== "string" || location.region !== region) return false;
    return alias === name || alias.endsWith(`:kms:${region ?? ""}:${location.account ?? ""}:${name}`);
  });
}
