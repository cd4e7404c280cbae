import type { Construct } from "constructs";
import { AccessTrail } from "../constructs/state/audit/access-trail";
import { type AlertDestination, AlertTopics } from "../constructs/state/audit/alert-topics";
import { ChatChannel } from "../constructs/state/audit/chat-channel";
import { SilencingAlerts } from "../constructs/state/audit/silencing-alerts";
import { StateAlerts, type WatchedBucket, type WatchedKey } from "../constructs/state/audit/state-alerts";
import { TrailAlerts } from "../constructs/state/audit/trail-alerts";
import { unionOfAccess } from "../constructs/state/access/state-access";
import { auditBucketName, auditName } from "../settings/names";
import type { Organization } from "../settings/organization";

/** One region of one account, with the state that is stored there. */
export interface AuditedLocation {
  readonly accountId: string;
  readonly region: string;

  /** Distinguishes the IDs of resources in this location from those in other locations. */
  readonly idSuffix: string;
  readonly buckets: readonly WatchedBucket[];
  readonly keys: readonly WatchedKey[];
}

/** The resources of one location. */
interface Audit extends Pick<AuditedLocation, "accountId" | "region" | "idSuffix"> {
  readonly constructs: readonly Construct[];
}

/** The same, with the destinations of its alerts. */
interface Watch extends Audit {
  readonly destinations: readonly AlertDestination[];
}

/**
 * Records and monitors the use of all state in one account: with alerts in each location and, in the account's first
 * location, with a trail and the connection to a chat channel.
 *
 * @param isHome whether the bootstrap's own state is in the account
 */
export function addAudit(
  scope: Construct,
  organization: Organization,
  locations: readonly AuditedLocation[],
  isHome: boolean,
): Audit[] {
  const [first] = locations;
  const [watch, ...others] = locations.map((location) => addAlerts(scope, organization, location));
  if (!first || !watch) return [];
  const { idSuffix, destinations } = watch;
  const name = auditName(organization);
  const trail = addTrail(scope, organization, first, locations, isHome);
  const trailAlerts = new TrailAlerts(scope, `alert-trail${idSuffix}`, { name, ...trail.watched, destinations });
  const channel = addChatChannel(scope, organization, [watch, ...others]);
  return [{ ...watch, constructs: [...watch.constructs, trail, trailAlerts, ...channel] }, ...others];
}

function addAlerts(scope: Construct, organization: Organization, location: AuditedLocation): Watch {
  const { region, accountId, idSuffix, buckets, keys } = location;
  const name = auditName(organization);
  const topics = new AlertTopics(scope, `alerts${idSuffix}`, {
    name,
    region,
    accountId,
    access: unionOfAccess(buckets.map(({ access }) => access)),
    mailAddresses: organization.audit.mailAddresses,
    hasChatTopic: organization.audit.slack !== undefined,
  });
  const { destinations } = topics;
  const alerts = new StateAlerts(scope, `alert${idSuffix}`, { name, buckets, keys, destinations });
  const silencing = new SilencingAlerts(scope, `alert-silencing${idSuffix}`, { name, ...topics.watched, destinations });
  return { ...location, destinations, constructs: [topics, alerts, silencing] };
}

function addTrail(
  scope: Construct,
  organization: Organization,
  { accountId, region, idSuffix }: AuditedLocation,
  locations: readonly AuditedLocation[],
  isHome: boolean,
): AccessTrail {
  const buckets = locations.flatMap((location) => location.buckets);
  return new AccessTrail(scope, `audit${idSuffix}`, {
    ...organization.audit,
    name: auditName(organization),
    bucketName: auditBucketName(organization, isHome ? undefined : accountId),
    region,
    accountId,
    stateBucketArns: buckets.map(({ bucketArn }) => bucketArn),
    access: unionOfAccess(buckets.map(({ access }) => access)),
  });
}

/** In the first location, since an account can be connected to a channel only once. */
function addChatChannel(scope: Construct, organization: Organization, watches: readonly Watch[]): ChatChannel[] {
  const { slack } = organization.audit;
  const [first] = watches;
  if (!slack || !first) return [];
  const { region, idSuffix } = first;
  const topics = watches.flatMap(({ destinations }) => destinations).filter(({ id }) => id === "chat");
  const topicArns = topics.map(({ topicArn }) => topicArn);
  return [
    new ChatChannel(scope, `alerts${idSuffix}-channel`, { name: auditName(organization), region, slack, topicArns }),
  ];
}

/** The same locations, each of them once. */
export function mergeLocations(locations: readonly AuditedLocation[]): AuditedLocation[] {
  const merged = new Map<string, AuditedLocation>();
  for (const location of locations) {
    const other = merged.get(location.idSuffix);
    merged.set(location.idSuffix, {
      ...location,
      buckets: [...(other?.buckets ?? []), ...location.buckets],
      keys: [...(other?.keys ?? []), ...location.keys],
    });
  }
  return [...merged.values()];
}
