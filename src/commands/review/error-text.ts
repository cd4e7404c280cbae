import { addressesWithoutKeys } from "../plan-report/values/addresses";

/** Lines of the configuration that an error quotes, and the values in them: `  7: input = var.a`, `  │ var.a is "b"`. */
const quoted = /^\s+(\d+: |[├│])/;

/**
 * The errors of Terraform without the lines that quote the configuration and its values. The keys of `for_each` are
 * values as well.
 *
 * @param lines what `terraform -no-color` prints to standard error
 */
export function errorText(lines: readonly string[]): string {
  return addressesWithoutKeys([])(lines.filter((line) => !quoted.test(line)).join("\n"));
}
