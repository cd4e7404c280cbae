import { v5 } from "uuid";

/** Namespace of the identifiers in evidence. */
const namespace = "5f0f7c5e-1a3b-4c4e-9d55-6f2f0d7f3a10";

/**
 * The UUID of a thing in evidence: the same name has the same UUID in each run.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-5
 */
export function stableUuid(...name: readonly string[]): string {
  return v5(name.join("\n"), namespace);
}
