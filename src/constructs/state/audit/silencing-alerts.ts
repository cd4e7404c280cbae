import { Construct } from "constructs";
import { AlertRule } from "./alert-rule";
import type { AlertDestination } from "./alert-topics";
import { rulesChanged, topicsChanged } from "./event-patterns";
import { keyChangedAlert } from "./key-changed";

export interface SilencingAlertsProps {
  /** Beginning of the names of these rules and of all others that are watched: `platform-audit`. */
  readonly name: string;

  /** The topics that carry alerts. */
  readonly topicArns: readonly string[];

  /** The key that encrypts them. */
  readonly keyArn: string;
  readonly aliasArn: string;
  readonly destinations: readonly AlertDestination[];
}

/**
 * Tells people when somebody silences alerts, in each region that has any. What stops a topic stops the alert about it too,
 * which then comes by the other topic; what stops their key stops both, and the alert comes only if it is quicker. The
 * trail has the record in any case, but none of who unsubscribes by the link in a mail.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/logging-using-cloudtrail.html
 */
export class SilencingAlerts extends Construct {
  constructor(scope: Construct, id: string, props: SilencingAlertsProps) {
    super(scope, id);
    const { name, topicArns, destinations } = props;
    new AlertRule(this, "rules", {
      name: `${name}-rules-changed`,
      summary: "An alert was switched off, removed or changed",
      pattern: rulesChanged(`${name}-`),
      destinations,
    });
    new AlertRule(this, "topics", {
      name: `${name}-topics-changed`,
      summary: "A topic that carries alerts or a subscription to it was removed or changed",
      pattern: topicsChanged(topicArns),
      destinations,
    });
    new AlertRule(this, "key", {
      name: `${name}-alerts-key-changed`,
      ...keyChangedAlert({ ...props, contents: "the alerts" }),
      destinations,
    });
  }
}
