import { Construct } from "constructs";
import { someOf } from "../../../options/some-of";
import { type StateAccess, unionOfAccess } from "../access/state-access";
import { AlertRule, type AlertRuleProps } from "./alert-rule";
import type { AlertDestination } from "./alert-topics";
import { type EventPattern, inPatterns } from "./event-pattern";
import { bucketConfigured, bucketsDenied, bucketsUsed, keysChanged, keysDenied, keysUsed } from "./event-patterns";
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
 * Records stay in their region, so each region with state needs its own alerts. A region with many buckets or keys has
 * rules about several of them, since EventBridge allows 300 rules on a bus, 30 of them with wildcards.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
 */
export class StateAlerts extends Construct {
  constructor(scope: Construct, id: string, props: StateAlertsProps) {
    super(scope, id);
    this.watchBuckets(props);
    this.watchKeys(props);
  }

  private watchBuckets({ buckets, ...props }: StateAlertsProps): void {
    for (const some of withEqualAccess(buckets, bucketsUsed)) {
      this.addRule(props, some, "used", {
        summary: `An unlisted principal used ${contentsOf(some)}`,
        pattern: bucketsUsed(some, unionOf(some)),
      });
    }
    for (const some of together(buckets, bucketsDenied)) {
      const summary = `Access to ${contentsOf(some)} was denied`;
      this.addRule(props, some, "denied", { summary, pattern: bucketsDenied(some) });
    }
    const configured = (some: readonly WatchedBucket[]) => bucketConfigured(...some.map((one) => one.bucketName));
    for (const some of together(buckets, configured)) {
      const summary = `The bucket of ${contentsOf(some)} was configured`;
      this.addRule(props, some, "configured", { summary, pattern: configured(some) });
    }
  }

  private watchKeys({ keys, ...props }: StateAlertsProps): void {
    for (const some of withEqualAccess(keys, keysUsed)) {
      this.addRule(props, some, "used", {
        summary: `An unlisted principal used the key of ${contentsOf(some)}`,
        pattern: keysUsed(some, unionOf(some)),
        includesReadOnlyEvents: true,
      });
    }
    for (const some of together(keys, keysDenied)) {
      this.addRule(props, some, "denied", {
        summary: `Use of the key of ${contentsOf(some)} was denied`,
        pattern: keysDenied(some),
        includesReadOnlyEvents: true,
      });
    }
    for (const some of together(keys, (several) => keysChanged(...several))) {
      this.addRule(props, some, "changed", keyChangedAlert(...some));
    }
  }

  /** The first of several names the rule. */
  private addRule(
    { name, destinations }: Pick<StateAlertsProps, "name" | "destinations">,
    [first]: readonly Watched[],
    what: string,
    rule: Pick<AlertRuleProps, "summary" | "pattern" | "includesReadOnlyEvents">,
  ): void {
    const id = `${first?.id ?? ""}-${what}`;
    new AlertRule(this, id, { name: `${name}-${id}`, destinations, ...rule });
  }
}

type Watched = WatchedBucket | WatchedKey;

/** Buckets or keys of a region that have rules of their own, which name them in the alert. */
const mostSeparate = 6;

function together<Item>(items: readonly Item[], patternOf: (some: readonly Item[]) => EventPattern): Item[][] {
  return items.length <= mostSeparate ? items.map((item) => [item]) : inPatterns(items, patternOf);
}

/** As `together`, but only those that the same principals use. Each copies its state with a role of its own. */
function withEqualAccess<Item extends Watched>(
  items: readonly Item[],
  patternOf: (some: readonly Item[], access: StateAccess) => EventPattern,
): Item[][] {
  if (items.length <= mostSeparate) return items.map((item) => [item]);
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const principals = JSON.stringify({ ...item.access, replication: [] });
    groups.set(principals, [...(groups.get(principals) ?? []), item]);
  }
  return [...groups.values()].flatMap((group) => inPatterns(group, (some) => patternOf(some, unionOf(some))));
}

function unionOf(items: readonly Watched[]): StateAccess {
  return unionOfAccess(items.map(({ access }) => access));
}

function contentsOf(items: readonly Watched[]): string {
  return someOf(items.map(({ contents }) => contents));
}
