import type { Acceptance, Control, ControlResult, Outcome } from "../controls/results";
import { identifier } from "./identifiers";

/** Namespace of the properties that are not OSCAL's own. */
const properties = `urn:uuid:${identifier("properties")}`;

/** The result among the four of this project. */
export function outcomeProperty(outcome: Outcome) {
  return { name: "outcome", ns: properties, value: outcome };
}

/** A property of this project. OSCAL allows no value that is empty or has spaces around it. */
export function property(name: string, value: string) {
  return value.trim() === "" ? [] : [{ name, ns: properties, value: value.trim() }];
}

/** Identifier of a control: OSCAL's begin with a letter, and consist of letters, digits and `._-`. */
export function controlToken({ framework, id }: Pick<Control, "framework" | "id">): string {
  return `${framework}-${id}`.replace(/[^\p{L}\p{N}._-]/gu, "-");
}

/** The beginning of a day in UTC. */
export function startOf(date: string): string {
  return `${date}T00:00:00Z`;
}

/** The rules of a control that have findings: each is one observation. */
export function relatedRules({ rules }: Pick<ControlResult, "rules">): readonly string[] {
  return [...new Set(rules)];
}

/** Identifiers of the risks that the acceptances of a control's findings leave. */
export function risksOf({ findings }: ControlResult): readonly string[] {
  const accepted = findings.flatMap(({ outcome, acceptance }) =>
    outcome === "accepted" && acceptance ? [riskIdentifier(acceptance)] : [],
  );
  return [...new Set(accepted)];
}

/** Identifier of the risk that an acceptance leaves. */
export function riskIdentifier({ rule, owner, reason, expires }: Acceptance): string {
  return identifier("acceptance", rule, owner, reason, expires);
}
