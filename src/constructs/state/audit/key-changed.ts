import type { AlertRuleProps } from "./alert-rule";
import { keyChanged } from "./event-patterns";

export interface ChangedKey {
  /** What it encrypts, as the alert calls it. */
  readonly contents: string;
  readonly keyArn: string;
  readonly aliasArn: string;
}

/** What the alert about changes of a key says and looks for. */
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
