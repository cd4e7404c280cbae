import { kindOf, type Kind, type ResourceChange } from "./plan-json";

/** The numbers of managed resources in a plan, counted as in Terraform's own summary. */
export interface PlanCounts {
  /** Resources that are created, replacements included. */
  readonly add: number;
  readonly change: number;

  /** Resources that are deleted, replacements included. */
  readonly destroy: number;

  /** Replacements, which `add` and `destroy` both count. */
  readonly replace: number;

  /** Resources that Terraform stops managing without destroying them. */
  readonly forget: number;

  /** Existing resources that Terraform starts to manage. */
  readonly import: number;

  /** Resources that get another address. */
  readonly move: number;
}

/** Counts what a plan does with managed resources. */
export function countsOf(changes: readonly ResourceChange[]): PlanCounts {
  const kinds = changes.map(kindOf);
  const count = (...counted: Kind[]) => kinds.filter((kind) => counted.includes(kind)).length;
  return {
    add: count("add", "replace"),
    change: count("change"),
    destroy: count("destroy", "replace"),
    replace: count("replace"),
    forget: count("forget"),
    import: changes.filter(isImport).length,
    move: changes.filter(({ address, previous_address: from }) => from !== undefined && from !== address).length,
  };
}

/** Whether Terraform starts to manage a resource that exists. */
export function isImport({ change }: ResourceChange): boolean {
  return change.importing !== undefined && change.importing !== null;
}

/** The counts in one line, with the words of Terraform's own summary. */
export function countLine({ add, change, destroy, replace, forget, ...counts }: PlanCounts): string {
  const both = replace === 1 ? " (1 replacement counts as both)" : ` (${replace} replacements count as both)`;
  return [
    ...(counts.import > 0 ? [`${counts.import} to import`] : []),
    `${add} to add`,
    `${change} to change`,
    `${destroy} to destroy${replace > 0 ? both : ""}`,
    ...(forget > 0 ? [`${forget} to forget`] : []),
    ...(counts.move > 0 ? [`${counts.move} to move`] : []),
  ].join(", ");
}
