import { stringify } from "csv-stringify/sync";
import type { ControlResult } from "../controls/results";
import type { InventoryRow } from "../inventory/inventory";

/** The controls with their results, one row each. */
export function controlsCsv(controls: readonly ControlResult[]): string {
  return csv(
    controls.map(({ framework, id, numbers, title, asks, outcome, examined, summary, rules }) => ({
      framework,
      id,
      title,
      asks,
      result: outcome,
      examined,
      summary,
      rules: rules.join(" "),
      numbers: pairs(numbers),
    })),
  );
}

/** The findings, which are the evidence of controls, one row for each control and resource. */
export function findingsCsv(controls: readonly ControlResult[]): string {
  return csv(
    controls.flatMap(({ framework, id, findings }) =>
      findings.map(({ rule, stack, address = "", outcome, attribute = "", found, acceptance }) => ({
        framework,
        id,
        rule,
        stack,
        address,
        result: outcome,
        attribute,
        found,
        accepted_because: acceptance?.reason ?? "",
        accepted_by: acceptance?.owner ?? "",
        accepted_until: acceptance?.expires ?? "",
      })),
    ),
  );
}

/** The resources, one row each. */
export function inventoryCsv(rows: readonly InventoryRow[]): string {
  return csv(
    rows.map(({ stack, address, type, tags, ...row }) => ({
      stack,
      address,
      type,
      construct: row.construct,
      construct_path: row.constructPath,
      setting: row.setting,
      setting_source: row.settingSource,
      source: row.source,
      account: row.account,
      region: row.region,
      encryption: row.encryption,
      key: row.key,
      exposure: row.exposure,
      retention: row.retention,
      deletion_protection: row.deletionProtection,
      tags: pairs(tags),
    })),
  );
}

function pairs(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join("; ");
}

/** A spreadsheet does not evaluate a cell that begins like a formula. */
function csv(rows: readonly Readonly<Record<string, string | number>>[]): string {
  return stringify([...rows], { header: true, escape_formulas: true });
}
