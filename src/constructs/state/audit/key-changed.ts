import { someOf } from "../../../options/some-of";
import type { AlertRuleProps } from "./alert-rule";
import { keysChanged, type NamedKey } from "./event-patterns";

export interface ChangedKey extends NamedKey {
  /** What the key encrypts, as in the alert. */
  readonly contents: string;
}

/** Summary and pattern of the alert about changes of keys. */
export function keyChangedAlert(...keys: ChangedKey[]): Pick<AlertRuleProps, "summary" | "pattern"> {
  const contents = someOf(keys.map((key) => key.contents));
  return {
    summary: `The key of ${contents} was disabled, granted or scheduled for deletion, or its policy or alias changed`,
    pattern: keysChanged(...keys),
  };
}
