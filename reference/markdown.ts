import type { ConstructReference, Doc, Member, PropsReference } from "./reader";

/** The generated part of a page: each construct with its props, their nested types, and its attributes. */
export function markdown(constructs: readonly ConstructReference[]): string {
  const ownProps = new Set(constructs.map(({ props }) => props.name));
  const shown = new Set<string>();
  const documented = new Set([...ownProps, ...constructs.flatMap(({ parts }) => parts.map(({ name }) => name))]);
  const sections = constructs.map((construct) => {
    const parts = construct.parts.filter(({ name }) => !ownProps.has(name) && !shown.has(name));
    parts.forEach(({ name }) => shown.add(name));
    return constructSection(construct, parts, documented);
  });
  return sections.join("\n");
}

function constructSection(
  { name, file, props, attributes, ...doc }: ConstructReference,
  parts: readonly PropsReference[],
  documented: ReadonlySet<string>,
): string {
  const source = `Source: [${file}](../../${file})${links(doc.see)}`;
  return [
    `## ${name}\n`,
    `${doc.text}\n`,
    ...(doc.throws ? [`Refused at synthesis ${doc.throws}.\n`] : []),
    `${source}\n`,
    propsSection(props, documented),
    ...(attributes.length > 0 ? [attributesSection(attributes)] : []),
    ...parts.map((part) => propsSection(part, documented)),
  ].join("\n");
}

function propsSection({ name, text, props }: PropsReference, documented: ReadonlySet<string>): string {
  const rows = props.map((prop) => {
    return [code(prop.name), linkedType(prop, documented), defaultOf(prop), meaning(prop)];
  });
  return [`### ${name}\n`, ...(text ? [`${text}\n`] : []), table(["prop", "type", "default", "meaning"], rows)].join(
    "\n",
  );
}

function attributesSection(attributes: readonly Member[]): string {
  const rows = attributes.map((attribute) => [code(attribute.name), code(attribute.type), meaning(attribute)]);
  return ["What it offers to others:\n", table(["attribute", "type", "meaning"], rows)].join("\n");
}

function linkedType({ type, interfaces }: Member, documented: ReadonlySet<string>): string {
  const targets = interfaces.filter((name) => documented.has(name)).map((name) => `[${name}](#${name.toLowerCase()})`);
  return interfaces.includes(type) ? targets.join() || code(type) : [code(type), ...targets].join("<br>");
}

/** The default of a prop or a setting, literals as code. */
export function defaultOf({ optional, byDefault = "" }: Pick<Member, "optional" | "byDefault">): string {
  return optional ? byDefault.replace(/^("[^"]+"|true|false|\d+)(?=$|:)/, code("$1")) : "required";
}

/** The text of a doc comment, with its links. */
export function meaning({ text, see }: Doc): string {
  return `${text.replaceAll("\n\n", " ")}${links(see)}`;
}

function links(see: readonly string[]): string {
  return see.map((url) => ` ([docs](${url}))`).join("");
}

export function code(text: string): string {
  return `\`${text}\``;
}

/** A table in Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line), ""].join("\n");
}
