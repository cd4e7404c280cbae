/** The row with the titles of a table's columns. */
export function Heads({ titles }: { readonly titles: readonly string[] }) {
  return (
    <tr>
      {titles.map((title) => (
        <th key={title} scope="col">
          {title}
        </th>
      ))}
    </tr>
  );
}
