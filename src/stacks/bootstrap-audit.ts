import type { Construct } from "constructs";
import { AccessTrail } from "../constructs/state/audit/access-trail";
import { AlertTopics } from "../constructs/state/audit/alert-topics";
import { SilencingAlerts } from "../constructs/state/audit/silencing-alerts";
import { StateAlerts, type WatchedBucket, type WatchedKey } from "../constructs/state/audit/state-alerts";
import { TrailAlerts } from "../constructs/state/audit/trail-alerts";
import { unionOfAccess } from "../constructs/state/state-access";
import { auditBucketName, auditName } from "../settings/names";
import type { Organization } from "../settings/organization";

/** One region of one account, with the state that is kept there. */
export interface AuditedLocation {
  readonly accountId: string;
  readonly region: string;

  /** Tells the ids of what is made here from those of other locations. */
  readonly idSuffix: string;
  readonly buckets: readonly WatchedBucket[];
  readonly keys: readonly WatchedKey[];
}

/** What was made for one location. */
interface Audit extends Pick<AuditedLocation, "accountId" | "region" | "idSuffix"> {
  readonly constructs: readonly Construct[];
}

/**
 * Records and watches the use of all state in one account: by one trail, in the account's first location, and by alerts in
 * each.
 *
 * @param isHome whether the account is that of the bootstrap's own state
 */
export function addAudit(
  scope: Construct,
  organization: Organization,
  locations: readonly AuditedLocation[],
  isHome: boolean,
): Audit[] {
  const name = auditName(organization);
  return locations.map((location, position) => {
    const { idSuffix, buckets, keys } = location;
    const topics = addTopics(scope, organization, location, position === 0);
    const { destinations } = topics;
    const alerts = new StateAlerts(scope, `alert${idSuffix}`, { name, buckets, keys, destinations });
    const silencing = new SilencingAlerts(scope, `alert-silencing${idSuffix}`, {
      name,
      ...topics.watched,
      destinations,
    });
    const constructs: Construct[] = [topics, alerts, silencing];
    if (position > 0) return { ...location, constructs };

    const trail = addTrail(scope, organization, location, locations, isHome);
    const trailAlerts = new TrailAlerts(scope, `alert-trail${idSuffix}`, { name, ...trail.watched, destinations });
    return { ...location, constructs: [...constructs, trail, trailAlerts] };
  });
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

/** A chat channel's configuration and role belong to the account, so those of further regions have the region in them. */
function addTopics(
  scope: Construct,
  organization: Organization,
  { region, accountId, idSuffix, buckets }: AuditedLocation,
  isFirst: boolean,
): AlertTopics {
  const name = auditName(organization);
  return new AlertTopics(scope, `alerts${idSuffix}`, {
    name,
    channelName: isFirst ? name : `${name}-${region}`,
    region,
    accountId,
    access: unionOfAccess(buckets.map(({ access }) => access)),
    mailAddresses: organization.audit.mailAddresses,
    slack: organization.audit.slack,
  });
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
