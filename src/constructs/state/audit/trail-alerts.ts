import { Construct } from "constructs";
import { AlertRule } from "./alert-rule";
import type { AlertDestination } from "./alert-topics";
import { alertsChanged, bucketConfigured, trailChanged } from "./event-patterns";

export interface TrailAlertsProps {
  /** Beginning of the names of these rules and of all others that are watched: `platform-audit`. */
  readonly name: string;
  readonly trailName: string;
  readonly trailArn: string;
  readonly logBucketName: string;
  readonly destinations: readonly AlertDestination[];
}

/** Tells people when somebody stops what would have told on them. */
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
      summary: "The bucket of the audit logs was configured",
      pattern: bucketConfigured(props.logBucketName),
      destinations,
    });
    new AlertRule(this, "alerts-changed", {
      name: `${name}-alerts-changed`,
      summary: "An alert was switched off, removed or changed",
      pattern: alertsChanged(`${name}-`),
      destinations,
    });
  }
}
