import { Construct } from "constructs";
import { AlertRule } from "./alert-rule";
import type { AlertDestination } from "./alert-topics";
import { bucketConfigured, trailChanged } from "./event-patterns";
import { keyChangedAlert } from "./key-changed";

export interface TrailAlertsProps {
  /** Beginning of the rules' names: `platform-audit`. */
  readonly name: string;
  readonly trailName: string;
  readonly trailArn: string;
  readonly logBucketName: string;

  /** The key that encrypts what the trail records. */
  readonly keyArn: string;
  readonly aliasArn: string;
  readonly destinations: readonly AlertDestination[];
}

/** Tells people when somebody stops the record of what they do, or makes it unreadable. */
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
    new AlertRule(this, "key-changed", {
      name: `${name}-trail-key-changed`,
      ...keyChangedAlert({ ...props, contents: "the audit logs" }),
      destinations,
    });
  }
}
