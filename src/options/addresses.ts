import type { z } from "zod";

/** The part of a Terraform address that a name becomes. */
export function addressPart(name: string): string {
  return name.replace(/[^A-Za-z0-9]+/g, "_");
}

/**
 * Refuses two names that become one address: of a list, or of settings by name.
 *
 * @param addressOf the part of the address, by default of the whole name
 */
export function refuseOneAddress(
  named: readonly string[] | object,
  context: z.RefinementCtx,
  addressOf = addressPart,
): void {
  const names = Array.isArray(named) ? (named as readonly string[]) : Object.keys(named);
  const first = new Map<string, string>();
  for (const [position, name] of names.entries()) {
    const other = first.get(addressOf(name));
    if (other === undefined) first.set(addressOf(name), name);
    if (other === undefined || other === name) continue;
    const path = [Array.isArray(named) ? position : name];
    context.addIssue({ code: "custom", path, input: name, message: differsFrom(other) });
  }
}

/** What is allowed in place of a name that becomes the address of another one. */
export function differsFrom(other: string): string {
  return `a name that differs from "${other}" in more than separators`;
}
