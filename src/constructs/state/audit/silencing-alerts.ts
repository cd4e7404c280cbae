import { Construct } from "constructs";
import { AlertRule } from "./alert-rule";
import type { AlertDestination } from "./alert-topics";
import { rulesChanged, topicsChanged } from "./event-patterns";
import { keyChangedAlert } from "./key-changed";

export interface SilencingAlertsProps {
  /** Prefix of the names of these rules and of all other monitored rules: `platform-audit`. */
  readonly name: string;

  /** The topics for alerts. */
  readonly topicArns: readonly string[];

  /** The key that encrypts them. */
  readonly keyArn: string;
  readonly aliasArn: string;
  readonly destinations: readonly AlertDestination[];
}

/**
 * Sends an alert when a principal silences alerts, in each region with alerts. An action that stops a topic also stops
 * the alert about it on that topic, and the alert is sent by the other topic. An action that stops their key stops
 * both, and the alert is sent only if it is faster. The trail has the record in any case, except of a recipient who
 * unsubscribes by the link in an email.
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
