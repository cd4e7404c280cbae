import type { ConstructReference, Doc, Member } from "./reader";

/** What is missing from a reference, one line each. */
export function faultsOf(reference: ConstructReference): string[] {
  const { name, props, parts, attributes } = reference;
  return [
    ...undocumented(name, reference),
    ...[props, ...parts].flatMap((part) => part.props.flatMap((prop) => propFaults(`${part.name}.${prop.name}`, prop))),
    ...attributes.flatMap((attribute) => undocumented(`${name}.${attribute.name}`, attribute)),
  ];
}

/** What is missing from the doc comment of a prop or a setting, or must not be in it. */
export function propFaults(path: string, { optional, byDefault, ...doc }: Doc & Pick<Member, "optional">): string[] {
  if (optional && !byDefault) return [...undocumented(path, doc), `${path} is optional and has no @default`];
  if (!optional && byDefault) return [...undocumented(path, doc), `${path} is required and has a @default`];
  return undocumented(path, doc);
}

/** The error that there is no doc comment. */
export function undocumented(path: string, { text }: Doc): string[] {
  return text === "" ? [`${path} has no doc comment`] : [];
}
