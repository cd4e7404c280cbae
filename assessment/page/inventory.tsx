import type { InventoryRow } from "../inventory/inventory";
import { grouped } from "../model/grouped";
import { Choice, Filters, Search } from "./filters";
import { hclFile, inventoryId } from "./links";
import { Heads } from "./heads";
import { Scrolling } from "./scrolling";

/** Every resource. Resources of several stacks that differ in nothing but their stack share a row. */
export function Inventory({ rows }: { readonly rows: readonly InventoryRow[] }) {
  const stacks = [...new Set(rows.map(({ stack }) => stack))];
  const types = [...new Set(rows.map(({ type }) => type))].sort();
  const columns = [
    "Resource",
    "Stacks",
    "Setting and source",
    "Encryption",
    "Exposure",
    "Retention",
    "Deletion",
    "Tags",
  ];
  return (
    <>
      <Filters of="inventory">
        <Choice label="Stack" name="stack" options={stacks.map((stack) => [stack, stack])} />
        <Choice label="Type" name="type" options={types.map((type) => [type, type])} />
        <Search label="Text" />
      </Filters>
      <Scrolling label="Resources">
        <table class="inventory">
          <caption>{`${rows.length} resources of ${stacks.length} stacks; each stack leads to its HCL`}</caption>
          <thead>
            <Heads titles={columns} />
          </thead>
          <tbody>
            {[...grouped(rows, withoutStack).values()].map((members, index) => (
              <Resource key={index} rows={members} />
            ))}
          </tbody>
        </table>
      </Scrolling>
    </>
  );
}

/** What rows have in common that share a row of the table. */
function withoutStack(row: InventoryRow): string {
  const { address, type, construct, setting, source, encryption, key, exposure, retention, deletionProtection } = row;
  return JSON.stringify([
    address,
    type,
    construct,
    setting,
    source,
    encryption,
    key,
    exposure,
    retention,
    deletionProtection,
    tagsOf(row),
  ]);
}

function Resource({ rows }: { readonly rows: readonly InventoryRow[] }) {
  const [first] = rows;
  if (!first) return null;
  const { address, type, construct, setting, source, encryption, key, exposure, retention } = first;
  return (
    <tr data-entry="inventory" data-stack={rows.map(({ stack }) => stack).join(" ")} data-type={type}>
      <th scope="row">
        <code>{address}</code> <span class="construct">{construct}</span>
      </th>
      <td>
        <ul class="places">
          {rows.map(({ stack, region }) => (
            <li key={stack}>
              <a id={inventoryId(stack, address)} href={hclFile(stack)}>
                {stack}
              </a>
              {region === "" ? "" : ` ${region}`}
            </li>
          ))}
        </ul>
      </td>
      <td>
        <code>{setting}</code> {[...new Set(rows.map(({ settingSource }) => settingSource))].join(", ")}{" "}
        <span class="source">{source}</span>
      </td>
      <td>{[encryption, key].filter((text) => text !== "").join(": ")}</td>
      <td>{exposure}</td>
      <td>{retention}</td>
      <td>{first.deletionProtection}</td>
      <td>{tagsOf(first)}</td>
    </tr>
  );
}

/** Tags without those that name the stack's environment, which every resource has. */
function tagsOf({ stack, tags }: InventoryRow): string {
  return Object.entries(tags)
    .filter(([, value]) => value !== stack)
    .map(([name, value]) => `${name}=${value.replaceAll(new RegExp(`\\b${stack}\\b`, "g"), "<stack>")}`)
    .sort()
    .join(", ");
}
