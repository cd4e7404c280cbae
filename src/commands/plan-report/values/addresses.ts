/** The keys of an address, as Terraform writes them: `["api"]`. Within a key, quotes and backslashes are escaped. */
const key = /\["((?:[^"\\]|\\.)*)"\]/g;

/**
 * Hides the keys of `for_each` in addresses, which are values of the configuration: each becomes a number, so that the
 * resources of a report remain distinguishable.
 *
 * @param addresses every address of a plan, in the order that gives the numbers
 * @returns the address to show, for an address of the plan
 * @see https://developer.hashicorp.com/terraform/cli/state/resource-addressing
 */
export function addressesWithoutKeys(addresses: Iterable<string>): (address: string) => string {
  const numbers = new Map<string, number>();
  const hide = (address: string) =>
    address.replace(key, (_, text: string) => {
      const number = numbers.get(text) ?? numbers.size + 1;
      numbers.set(text, number);
      return `[key ${number}]`;
    });
  for (const address of addresses) hide(address);
  return hide;
}
