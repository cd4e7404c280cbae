import type { Outcome } from "../controls/results";
import { outcomeWords } from "./words";

/** A result in a word, coloured. */
export function OutcomeBadge({ outcome }: { readonly outcome: Outcome }) {
  return <span class={`badge ${outcome}`}>{outcomeWords[outcome]}</span>;
}
