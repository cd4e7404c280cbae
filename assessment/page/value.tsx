/** Longest value that is shown whole, in characters. */
const longest = 160;

/** A value as JSON; a long one is folded. */
export function Value({ value }: { readonly value: string | undefined }) {
  if (value === undefined) return <span class="absent">not set</span>;
  if (value.length <= longest) return <code>{value}</code>;
  return (
    <details>
      <summary>
        <code>{`${value.slice(0, longest / 2)}…`}</code>
      </summary>
      <code>{value}</code>
    </details>
  );
}
