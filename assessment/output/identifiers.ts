import { v5 } from "uuid";

/** Namespace of the identifiers below, which are the same in every run. */
const namespace = "8f6f7d5e-3f0b-5c1a-9d7e-2b4a6c8e0f12";

/**
 * UUID of a name: the same name has the same UUID on every machine.
 *
 * @param parts of the name, such as a kind, a stack and an address
 * @see https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-5
 */
export function identifier(...parts: readonly string[]): string {
  return v5(JSON.stringify(parts), namespace);
}
