import { AccessTrail } from "../constructs/state/audit/access-trail";
import { type AlertDestination, AlertTopics } from "../constructs/state/audit/alert-topics";
import { ChatChannel } from "../constructs/state/audit/chat-channel";
import { IdentityAlerts } from "../constructs/state/audit/identity-alerts";
import { SilencingAlerts } from "../constructs/state/audit/silencing-alerts";
import { StateAlerts, type WatchedBucket, type WatchedKey } from "../constructs/state/audit/state-alerts";
import { TrailAlerts } from "../constructs/state/audit/trail-alerts";
import { type StateAccess, unionOfAccess } from "../constructs/state/access/state-access";
import { iamRegionOf } from "../constructs/iam/partition";
import { boundaryArn } from "../constructs/state/roles/environment-reference";
import type { StateKey } from "../constructs/state/store/state-key";
import { auditBucketName, auditName } from "../settings/names";
import type { BootstrapAccount } from "./bootstrap-accounts";
import type { StateRegion, StoredState } from "./state-region";

/**
 * Records and monitors the use of all state in one account: with alerts in each region and, in the account's own
 * region, with a trail and the connection to a chat channel. In IAM's region, alerts monitor the principals.
 *
 * @param regions regions with state and, if the alerts about principals are wanted, that of IAM
 */
export function addAudit(account: BootstrapAccount, own: StateRegion, regions: readonly StateRegion[]): void {
  const name = auditName(account.organization);
  const access = accessTo(regions.flatMap(({ states }) => states));
  const alerts = regions.map((region) => ({ region, destinations: addAlerts(region, access) }));
  const destinationsIn = (name: string) => alerts.find(({ region }) => region.region === name)?.destinations ?? [];
  const destinations = destinationsIn(own.region);
  addIdentityAlerts(account, access, regions, destinationsIn(iamRegionOf(own.region)));
  const trail = addTrail(account, own, regions);
  new TrailAlerts(own, `alert-trail${own.idSuffix}`, { name, ...trail.watched, destinations });
  addChatChannel(
    account,
    own,
    alerts.flatMap((one) => one.destinations),
  );
}

function addIdentityAlerts(
  { organization, accountId }: BootstrapAccount,
  access: StateAccess,
  regions: readonly StateRegion[],
  destinations: readonly AlertDestination[],
): void {
  const region = regions.find(({ region }) => region === iamRegionOf(region));
  if (!region || !organization.audit.identityAlerts) return;
  const anyBoundary = boundaryArn({ prefix: `${organization.name}-*`, accountId, partition: access.partition });
  const ofRoles = [...access.writers, ...access.planners, ...access.breakGlass]
    .filter((arn) => /:role\/(?!aws-reserved\/)/.test(arn))
    .map((arn) => `${arn.replace(":role/", ":policy/")}-*`);
  new IdentityAlerts(region, `alert-identity${region.idSuffix}`, {
    name: auditName(organization),
    access,
    policyArns: [...new Set([anyBoundary, ...ofRoles])],
    destinations,
  });
}

function addAlerts(region: StateRegion, access: StateAccess): readonly AlertDestination[] {
  const { states, idSuffix } = region;
  const { organization, accountId } = region.account;
  const name = auditName(organization);
  const topics = new AlertTopics(region, `alerts${idSuffix}`, {
    name,
    region: region.region,
    accountId,
    access: states.length > 0 ? accessTo(states) : access,
    mailAddresses: organization.audit.mailAddresses,
    hasChatTopic: organization.audit.slack !== undefined,
  });
  const { destinations } = topics;
  new StateAlerts(region, `alert${idSuffix}`, {
    name,
    buckets: states.map(watchedBucket),
    keys: watchedKeys(region),
    destinations,
  });
  new SilencingAlerts(region, `alert-silencing${idSuffix}`, { name, ...topics.watched, destinations });
  return destinations;
}

function watchedBucket({ environment: { name }, store: { props } }: StoredState): WatchedBucket {
  const { bucketName, bucketArn, access, receivesReplicas } = props;
  return receivesReplicas
    ? { id: `copy-${name}`, contents: `the copy of the state of ${name}`, bucketName, bucketArn, access }
    : { id: `state-${name}`, contents: `the state of ${name}`, bucketName, bucketArn, access };
}

/** The key that the environments of a region share, and the key of each replica there. */
function watchedKeys({ key, states }: StateRegion): WatchedKey[] {
  const watched = (id: string, contents: string, { keyArn, aliasArn }: StateKey, access: StateAccess) => ({
    id,
    contents,
    keyArn,
    aliasArn,
    access,
  });
  const sharing = states.filter(({ store }) => key !== undefined && store.key === key);
  const replicas = states.flatMap(({ environment: { name }, store }) =>
    store.key && store.key !== key
      ? [watched(`key-${name}`, `the copy of the state of ${name}`, store.key, store.props.access)]
      : [],
  );
  return key ? [watched("key", "the state", key, accessTo(sharing)), ...replicas] : replicas;
}

function addTrail(account: BootstrapAccount, own: StateRegion, regions: readonly StateRegion[]): AccessTrail {
  const { organization, accountId, isMain } = account;
  const states = regions.flatMap((region) => region.states);
  return new AccessTrail(own, `audit${own.idSuffix}`, {
    ...organization.audit,
    name: auditName(organization),
    bucketName: auditBucketName(organization, isMain ? undefined : accountId),
    region: own.region,
    accountId,
    stateBucketArns: states.map(({ store }) => store.props.bucketArn),
    access: accessTo(states),
  });
}

/** In the account's own region, since an account can be connected to a channel only once. */
function addChatChannel(
  { organization }: BootstrapAccount,
  own: StateRegion,
  destinations: readonly AlertDestination[],
): void {
  const { slack } = organization.audit;
  if (!slack) return;
  const topicArns = destinations.filter(({ id }) => id === "chat").map(({ topicArn }) => topicArn);
  new ChatChannel(own, "alerts-channel", { name: auditName(organization), region: own.region, slack, topicArns });
}

function accessTo(states: readonly StoredState[]): StateAccess {
  return unionOfAccess(states.map(({ store }) => store.props.access));
}
