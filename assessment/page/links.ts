/** Identifier of the inventory's entry for a resource. */
export function inventoryId(stack: string, address: string): string {
  return `resource/${stack}/${address}`;
}

/** Link to the inventory's entry for a resource. */
export function inventoryLink(stack: string, address: string): string {
  return `#${inventoryId(stack, address)}`;
}

/** Identifier of a control's entry. */
export function controlId(framework: string, id: string): string {
  return `control/${framework}/${id}`;
}

/** The HCL of a stack, relative to the page. */
export function hclFile(stack: string): string {
  return `stacks/${stack}/hcl/cdk.tf`;
}

/** The JSON of a stack, relative to the page. */
export function jsonFile(stack: string): string {
  return `stacks/${stack}/json/cdk.tf.json`;
}
