import { createHash } from "node:crypto";
import { isListedType } from "./values/allow-list";
import { knownLater } from "./values/attribute-changes";
import { type Item, type PlanReport, sectionNames, type SectionName } from "./report";

/** The sources that a plan was made from. */
export interface Sources {
  readonly commit: string;

  /** What the commit contains, by its hash in git: two commits with the same contents have the same tree. */
  readonly tree: string;

  /** Whether there are uncommitted changes. */
  readonly isChanged: boolean;
}

/** A fingerprint in its parts. */
export interface Fingerprint {
  readonly stack: string;

  /** Serial of the state; absent where there was none. */
  readonly serial?: number;

  /** Start of the commit's hash; absent outside a repository. */
  readonly commit?: string;

  /** Start of the tree's hash; absent where it does not say what the sources were. */
  readonly tree?: string;

  /** Whether the report shows every value that changes, so that the digest covers all of them. */
  readonly isComplete: boolean;

  /** Digest of everything that the report says would change. */
  readonly digest: string;

  /** Digest of each section. */
  readonly sections: Readonly<Record<SectionName, string>>;
}

const version = "1";
const none = "-";

/** What a fingerprint is made of. */
interface Fingerprinted {
  readonly stack: string;
  readonly plan: PlanReport;
  readonly serial: number | undefined;
  readonly sources: Sources | undefined;
}

/**
 * The fingerprint of a report. It is made of what the report shows, so that it reveals no other value, and hashes no
 * secret.
 */
export function fingerprintOf({ stack, plan, serial, sources }: Fingerprinted): string {
  const { items, outputs, deferred } = plan;
  return [
    version,
    stack,
    serial ?? none,
    sources?.commit.slice(0, 12) ?? none,
    sources && !sources.isChanged ? sources.tree.slice(0, 12) : none,
    items.every(isComplete) && outputs.length === 0 ? "complete" : "partial",
    digestOf([items, outputs, deferred], 32),
    sectionNames
      .map((name) =>
        digestOf(
          items.filter(({ section }) => section === name),
          8,
        ),
      )
      .join("-"),
  ].join(":");
}

/**
 * The parts of a fingerprint.
 *
 * @returns undefined for what is not a fingerprint of this version
 */
export function parseFingerprint(text: string): Fingerprint | undefined {
  const parts =
    /^1:([\w-]+):(\d+|-):([0-9a-f]{12}|-):([0-9a-f]{12}|-):(complete|partial):([0-9a-f]{32}):([0-9a-f]{8}(?:-[0-9a-f]{8}){4})$/.exec(
      text,
    );
  if (!parts) return undefined;
  const [, stack = "", serial, commit, tree, completeness, digest = "", sections = ""] = parts;
  const digests = sections.split("-");
  return {
    stack,
    ...(serial !== none && { serial: Number(serial) }),
    ...(commit !== none && { commit }),
    ...(tree !== none && { tree }),
    isComplete: completeness === "complete",
    digest,
    sections: Object.fromEntries(
      sectionNames.map((name, index) => [name, digests[index] ?? ""]),
    ) as Fingerprint["sections"],
  };
}

function isComplete({ address, movedFrom = "", action, type, imported, attributes, reasons }: Item): boolean {
  if (imported || `${address}${movedFrom}`.includes("[key ")) return false;
  if (action === "destroy" || action === "forget" || action === "none") return true;
  const isUnknown = reasons.some(({ text }) => /only after the apply|not be shown/.test(text));
  return (
    action === "update" &&
    isListedType(type) &&
    !isUnknown &&
    attributes.every(({ value, after }) => value === "shown" && after !== knownLater)
  );
}

function digestOf(value: unknown, length: number): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, length);
}
