import type { Difference, SideBySide } from "../inventory/inventory";
import { grouped } from "../model/grouped";
import { Filters, Search } from "./filters";
import { Scrolling } from "./scrolling";
import { Value } from "./value";
import { count } from "./words";

/** With more environments, a row lists its values instead of having a column for each environment. */
const mostColumns = 4;

/** The settings and resources of the environments, differences first. */
export function Environments({ sideBySide }: { readonly sideBySide: SideBySide }) {
  const { environments, settings, resources } = sideBySide;
  return (
    <>
      <Filters of="environments">
        <label>
          Show
          <select name="differs">
            <option value="true">differences</option>
            <option value="">all</option>
          </select>
        </label>
        <Search label="Text" />
      </Filters>
      <Differences title="Settings" environments={environments} differences={settings} />
      <Differences title="Resources" environments={environments} differences={resources} />
    </>
  );
}

interface DifferencesProps {
  readonly title: string;
  readonly environments: readonly string[];
  readonly differences: readonly Difference[];
}

function Differences({ title, environments, differences }: DifferencesProps) {
  const differing = differences.filter(({ differs }) => differs);
  const same = differences.filter(({ differs }) => !differs);
  const columns = environments.length > mostColumns ? ["Values"] : environments;
  return (
    <>
      <h3>{title}</h3>
      <p>{`${count(differing.length, "difference")}; ${same.length} the same in each environment that has them.`}</p>
      <Scrolling label={`${title} side by side`}>
        <table class="side-by-side">
          <caption>{`${title} of ${environments.length} environments, differences first`}</caption>
          <thead>
            <tr>
              <th scope="col">{title === "Settings" ? "Setting" : "Resource and argument"}</th>
              {columns.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[...differing, ...same].map((difference) => (
              <Row key={difference.path} difference={difference} environments={environments} />
            ))}
          </tbody>
        </table>
      </Scrolling>
    </>
  );
}

function Row({
  difference,
  environments,
}: {
  readonly difference: Difference;
  readonly environments: readonly string[];
}) {
  const { path, values, differs } = difference;
  const columns = environments.length > mostColumns ? 1 : environments.length;
  return (
    <tr data-entry="environments" data-differs={String(differs)}>
      <th scope="row">
        <code>{path}</code>
      </th>
      {!differs || columns === 1 ? (
        <td colSpan={columns}>
          <Groups values={values} environments={environments} />
        </td>
      ) : (
        environments.map((name) => (
          <td key={name}>
            <Value value={values[name]} />
          </td>
        ))
      )}
    </tr>
  );
}

/** Each value once, with the environments that have it. */
function Groups({ values, environments }: Pick<Difference, "values"> & { readonly environments: readonly string[] }) {
  const groups = [...grouped(environments, (name) => values[name] ?? "")];
  const names = (members: readonly string[]) => (members.length === environments.length ? "" : members.join(", "));
  return (
    <>
      {groups.map(([value, members]) => (
        <div key={value} class="value">
          <Value value={value === "" ? undefined : value} /> <span class="names">{names(members)}</span>
        </div>
      ))}
    </>
  );
}
