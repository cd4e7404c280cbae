import type { EnvironmentSettings } from "../../../src/settings/environment";
import { dev, prod } from "../../support/example";

/** As many environments, each like one of the example's with a name and an address range of its own. */
export function manyEnvironments(number: number): readonly EnvironmentSettings[] {
  return Array.from({ length: number }, (_, index) => {
    if (index === 0) return prod;
    return { ...dev, name: `stage${index}`, network: { ...dev.network, cidr: `10.${index + 30}.0.0/16` } };
  });
}
