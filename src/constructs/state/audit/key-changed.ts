import type { AlertRuleProps } from "./alert-rule";
import { keyChanged } from "./event-patterns";

export interface ChangedKey {
  /** What the key encrypts, as in the alert. */
  readonly contents: string;
  readonly keyArn: string;
  readonly aliasArn: string;
}

/** Summary and pattern of the alert about changes of a key. */
export function keyChangedAlert({
  contents,
  keyArn,
  aliasArn,
}: ChangedKey): Pick<AlertRuleProps, "summary" | "pattern"> {
  return {
    summary: `The key of ${contents} was disabled, granted or scheduled for deletion, or its policy or alias changed`,
    pattern: keyChanged(keyArn, aliasArn),
  };
}
