import { Construct } from "constructs";
import { AlertRule } from "./alert-rule";
import type { AlertDestination } from "./alert-topics";
import { accountLogPolicyChanged, bucketConfigured, logGroupChanged, trailChanged } from "./event-patterns";
import { keyChangedAlert } from "./key-changed";

export interface TrailAlertsProps {
  /** Prefix of the rules' names: `platform-audit`. */
  readonly name: string;
  readonly trailName: string;
  readonly trailArn: string;

  /** The bucket with the trail's records, and the bucket with its access logs. */
  readonly logBucketNames: readonly string[];

  /** The log group in which the records can be searched. */
  readonly logGroupName: string;
  readonly logGroupArn: string;

  /** The key that encrypts the trail's records. */
  readonly keyArn: string;
  readonly aliasArn: string;
  readonly destinations: readonly AlertDestination[];
}

/**
 * Sends an alert when a principal stops the trail, removes its records or makes them unreadable. `IdentityAlerts`
 * monitors the role with which the trail writes to its log group.
 */
export class TrailAlerts extends Construct {
  constructor(scope: Construct, id: string, props: TrailAlertsProps) {
    super(scope, id);
    const { name, destinations } = props;
    new AlertRule(this, "changed", {
      name: `${name}-trail-changed`,
      summary: "The audit trail was stopped, deleted or changed",
      pattern: trailChanged(props.trailName, props.trailArn),
      destinations,
    });
    new AlertRule(this, "logs-configured", {
      name: `${name}-logs-configured`,
      summary: "A bucket of the audit logs was configured",
      pattern: bucketConfigured(...props.logBucketNames),
      destinations,
    });
    new AlertRule(this, "log-group-changed", {
      name: `${name}-log-group-changed`,
      summary: "Searchable audit logs were removed or masked, or their retention or key was changed",
      pattern: logGroupChanged(props.logGroupName, props.logGroupArn),
      destinations,
    });
    new AlertRule(this, "log-policy-changed", {
      name: `${name}-log-policy-changed`,
      summary: "A policy for all log groups of the account, which can mask the audit logs, was set or deleted",
      pattern: accountLogPolicyChanged(),
      destinations,
    });
    new AlertRule(this, "key-changed", {
      name: `${name}-trail-key-changed`,
      ...keyChangedAlert({ ...props, contents: "the audit logs" }),
      destinations,
    });
  }
}
