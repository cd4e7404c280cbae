import type { ComponentChildren } from "preact";

/** The filters of a view, which the script shows and applies, and the number of entries that they leave. */
export function Filters({ of, children }: { readonly of: string; readonly children: ComponentChildren }) {
  return (
    <form class="filters" data-filters={of} role="search" aria-label={`Filter ${of}`} hidden>
      {children}
      <p role="status" data-count={of} />
    </form>
  );
}

/** A filter by one value of a list. */
export function Choice(props: {
  readonly label: string;
  readonly name: string;
  readonly options: readonly (readonly [value: string, text: string])[];
}) {
  return (
    <label>
      {props.label}
      <select name={props.name}>
        <option value="">all</option>
        {props.options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A filter by text. */
export function Search({ label }: { readonly label: string }) {
  return (
    <label>
      {label}
      <input type="search" name="text" autocomplete="off" />
    </label>
  );
}
