import { stringify } from "csv-stringify/sync";
import type { ControlResult } from "../controls/results";
import type { InventoryRow } from "../inventory/inventory";

/** Controls, one row for each finding; a control without findings has one row. */
export function controlsCsv(controls: readonly ControlResult[]): string {
  const heading = [
    ["framework", "id", "numbers", "title", "asks", "result", "summary", "rule", "stack", "address"],
    ["finding", "attribute", "found", "reason", "owner", "expires"],
  ].flat();
  return csv(heading, controls.flatMap(controlRows));
}

function controlRows(control: ControlResult): string[][] {
  const { framework, id, numbers, title, asks, outcome, summary, findings } = control;
  const numberText = Object.entries(numbers).map(([name, number]) => `${name}: ${number}`);
  const common = [framework, id, numberText.join("; "), title, asks, outcome, summary];
  if (findings.length === 0) return [[...common, ...Array<string>(9).fill("")]];
  return findings.map(({ rule, stack, address = "", outcome: finding, attribute = "", found, acceptance }) => [
    ...common,
    ...[rule, stack, address, finding, attribute, found],
    ...[acceptance?.reason ?? "", acceptance?.owner ?? "", acceptance?.expires ?? ""],
  ]);
}

/** Resources, one row each; tags are `name=value`, separated by semicolons. */
export function inventoryCsv(rows: readonly InventoryRow[]): string {
  const columns = [
    ...(["stack", "address", "type", "construct", "constructPath", "setting", "settingSource", "source"] as const),
    ...(["account", "region", "encryption", "key", "exposure", "retention", "deletionProtection"] as const),
  ];
  const tagsOf = ({ tags }: InventoryRow) =>
    Object.entries(tags)
      .map(([name, value]) => `${name}=${value}`)
      .join("; ");
  return csv(
    [...columns, "tags"],
    rows.map((row) => [...columns.map((column) => row[column]), tagsOf(row)]),
  );
}

/**
 * A spreadsheet shows a cell that begins like a formula as text: an apostrophe precedes it.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
function csv(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  return stringify([heading, ...rows].map((row) => [...row]), { escape_formulas: true });
}
