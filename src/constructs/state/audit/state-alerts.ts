import { Construct } from "constructs";
import type { StateAccess } from "../access/state-access";
import { AlertRule, type AlertRuleProps } from "./alert-rule";
import type { AlertDestination } from "./alert-topics";
import { bucketPatterns, keyPatterns } from "./event-patterns";
import { type ChangedKey, keyChangedAlert } from "./key-changed";

/** A bucket whose use is monitored. */
export interface WatchedBucket {
  /** Distinguishes its alerts from those of other buckets: `state-dev`. */
  readonly id: string;

  /** Contents of the bucket, as in the alerts: `the state of dev`. */
  readonly contents: string;
  readonly bucketName: string;
  readonly bucketArn: string;
  readonly access: StateAccess;
}

/** A key whose use is monitored. */
export interface WatchedKey extends ChangedKey {
  /** Distinguishes its alerts from those of other keys: `key`. */
  readonly id: string;
  readonly access: StateAccess;
}

export interface StateAlertsProps {
  /** Prefix of the rules' names: `platform-audit`. */
  readonly name: string;
  readonly buckets: readonly WatchedBucket[];

  readonly keys: readonly WatchedKey[];
  readonly destinations: readonly AlertDestination[];
}

/**
 * Sends an alert when an unlisted principal uses the state or tries to, or when a principal changes its protection.
 * Records stay in their region, so each region with state needs its own alerts.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export class StateAlerts extends Construct {
  constructor(scope: Construct, id: string, props: StateAlertsProps) {
    super(scope, id);
    for (const bucket of props.buckets) this.watchBucket(props, bucket);
    for (const key of props.keys) this.watchKey(props, key);
  }

  private watchBucket(props: StateAlertsProps, { id, contents, bucketName, bucketArn, access }: WatchedBucket): void {
    const { used, denied, configured } = bucketPatterns(bucketName, bucketArn, access);
    this.addRule(props, `${id}-used`, {
      summary: `An unlisted principal used ${contents}`,
      pattern: used,
    });
    this.addRule(props, `${id}-denied`, { summary: `Access to ${contents} was denied`, pattern: denied });
    this.addRule(props, `${id}-configured`, {
      summary: `The bucket of ${contents} was configured`,
      pattern: configured,
    });
  }

  private watchKey(props: StateAlertsProps, key: WatchedKey): void {
    const { id, contents } = key;
    const { used, denied } = keyPatterns(key.keyArn, key.aliasArn, key.access);
    this.addRule(props, `${id}-used`, {
      summary: `An unlisted principal used the key of ${contents}`,
      pattern: used,
      includesReadOnlyEvents: true,
    });
    this.addRule(props, `${id}-denied`, {
      summary: `Use of the key of ${contents} was denied`,
      pattern: denied,
      includesReadOnlyEvents: true,
    });
    this.addRule(props, `${id}-changed`, keyChangedAlert(key));
  }

  private addRule(
    { name, destinations }: StateAlertsProps,
    id: string,
    rule: Pick<AlertRuleProps, "summary" | "pattern" | "includesReadOnlyEvents">,
  ): void {
    new AlertRule(this, id, { name: `${name}-${id}`, destinations, ...rule });
  }
}
