import type { ComponentChildren } from "preact";

/** One panel for each environment. With several, the script adds a choice and shows one panel; print shows all. */
export function Panels(props: {
  readonly of: string;
  readonly panels: readonly { readonly name: string; readonly content: ComponentChildren }[];
}) {
  const { of, panels } = props;
  return (
    <>
      {panels.length > 1 && (
        <form class="filters" data-picker={of} hidden>
          <label>
            Environment
            <select>
              {panels.map(({ name }) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </label>
        </form>
      )}
      {panels.map(({ name, content }) => (
        <section key={name} id={`${of}/${name}`} data-panel={of}>
          <h3>{name}</h3>
          {content}
        </section>
      ))}
    </>
  );
}
