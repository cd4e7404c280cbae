import { conflictsWith } from "../../constructs/state/store/state-options";
import { networkBits } from "../../options/cidr";
import type { PartialSettings, Readable } from "../partial-settings";
import type { Environment } from "../environment";
import { type Fault, fault, faultUnder } from "../../options/faults";
import { longestKeyAlias } from "../../options/fields";
import { auditBucketName, auditName, stateReplicaKeyAlias, stateReplicaName } from "../names";
import type { Organization } from "../organization";
import { someOf } from "../../options/some-of";
import { prefixPairs } from "./prefix-pairs";

type Environments = readonly PartialSettings<Environment>[];

/**
 * Rules about environments in relation to one another and to the organization's settings.
 *
 * @param retired environments whose state is kept although they were removed
 */
export function organizationFaults(
  organization: Readable<Organization>,
  environments: Environments,
  retired: Environments,
): readonly Fault[] {
  const owners = [...environments, ...retired];
  return [
    ...refuseRepeatedNames(environments),
    ...refuseNestedNames(owners),
    ...refuseOverlaps(environments),
    ...refuseSharedRegistries(environments),
    ...refuseStateEnvironment(organization, owners),
    ...refuseTakenAlias(organization),
    ...refuseSharedStateObjects(organization, owners),
    ...refuseAuditBuckets(organization, owners),
    ...refuseReplicaBuckets(organization, owners),
    ...refuseReplicaAliases(organization, owners),
  ];
}

/** `name` of an environment: unique. */
function refuseRepeatedNames(environments: Environments): Fault[] {
  const firsts = new Map<string | undefined, number>();
  return environments.flatMap(({ values: { name } }, position) => {
    const first = firsts.get(name) ?? position;
    firsts.set(name, first);
    if (name === undefined || first === position) return [];
    return [fault(["environments", position, "name"], name, `a name that environments[${first}] does not have`)];
  });
}

/**
 * `name` of an environment: in one account, no name followed by a hyphen is a prefix of another (`dev-` of `dev-flow`).
 * Otherwise role `flow-logs` of `dev` would have the same name as role `logs` of `dev-flow`, and a policy for
 * `platform-dev-*` would apply to both.
 */
function refuseNestedNames(environments: Environments): Fault[] {
  const named = environments.flatMap(({ label, values: { name, account } }) =>
    name === undefined || account === undefined ? [] : [{ label, name, key: `${account} ${name}-` }],
  );
  return prefixPairs(named.map(({ key }) => key)).flatMap(([position, other]) => {
    const [later, earlier] = [named[position], named[other]];
    if (!later || !earlier || later.name === earlier.name) return [];
    const { name, label } = later;
    const [prefix, longer] = name.startsWith(earlier.name) ? [earlier.name, name] : [name, earlier.name];
    const allowed = `in one account, names that are not a prefix of one another: "${prefix}-" is a prefix of "${longer}"`;
    return [faultUnder(label, fault(["name"], name, allowed))];
  });
}

/** `network.cidr`: overlaps no other environment's range, so that the networks can be connected later. */
function refuseOverlaps(environments: Environments): Fault[] {
  const ranges = environments.flatMap(({ label, values: { network } }) =>
    network?.cidr === undefined ? [] : [{ label, cidr: network.cidr }],
  );
  const firsts = new Map<number, number>();
  for (const [later, earlier] of prefixPairs(ranges.map(({ cidr }) => networkBits(cidr)))) {
    if (!firsts.has(later)) firsts.set(later, earlier);
  }
  return ranges.flatMap(({ label, cidr }, position) => {
    const other = ranges[firsts.get(position) ?? position];
    if (!other || !firsts.has(position)) return [];
    return [fault([label, "network", "cidr"], cidr, `a range that does not overlap ${other.label}'s, ${other.cidr}`)];
  });
}

/** `imageRegistry`: at most one environment in each account and region sets it, since they share the registry. */
function refuseSharedRegistries(environments: Environments): Fault[] {
  const owners = new Map<string, string[]>();
  return environments.flatMap(({ label, values: { account = "", region, imageRegistry } }) => {
    if (!imageRegistry || region === undefined) return [];
    const registry = `${account} in ${region}`;
    const earlier = owners.get(registry) ?? [];
    owners.set(registry, [...earlier, label]);
    return earlier.map((owner) => {
      const allowed = `nothing, since ${owner} sets it for the registry of account ${registry}`;
      return fault([label, "imageRegistry"], imageRegistry, allowed);
    });
  });
}

/** `organization.bootstrap.stateEnvironment`: the name of an environment whose `state.encryption` is `aws:kms`. */
function refuseStateEnvironment({ bootstrap }: Readable<Organization>, environments: Environments): Fault[] {
  if (bootstrap?.stateEnvironment === undefined) return [];
  const names = environments.flatMap(({ values }) => values.name ?? []);
  if (names.length === 0) return [];
  const path = ["organization", "bootstrap", "stateEnvironment"];
  const main = environments.find(({ values }) => values.name === bootstrap.stateEnvironment);
  if (main === undefined) {
    return [fault(path, bootstrap.stateEnvironment, `one of ${someOf(names)}`)];
  }
  if (main.values.state?.encryption !== "AES256") return [];
  return [fault(path, bootstrap.stateEnvironment, 'an environment whose state.encryption is "aws:kms"')];
}

/**
 * `organization.stateKeyAlias`: does not begin with `alias/<organization.name>-audit`, the prefix of the audit keys'
 * aliases.
 */
function refuseTakenAlias({ name, stateKeyAlias }: Readable<Organization>): Fault[] {
  if (name === undefined || !stateKeyAlias?.startsWith(`alias/${auditName({ name })}`)) return [];
  const allowed = `an alias that does not begin with alias/${auditName({ name })}, the prefix of the audit keys' aliases`;
  return [fault(["organization", "stateKeyAlias"], stateKeyAlias, allowed)];
}

/**
 * `organization.bootstrap.stateKey`: differs from `state.key` of the environment in the same bucket, and neither begins
 * with the key of the other's lock. In each account, that is the environment that `bootstrap` names, or the first one.
 */
function refuseSharedStateObjects({ bootstrap }: Readable<Organization>, environments: Environments): Fault[] {
  const { stateKey } = bootstrap ?? {};
  if (bootstrap === undefined || stateKey === undefined) return [];
  const named = [bootstrap.stateEnvironment, ...(bootstrap.furtherStateEnvironments ?? [])];
  const first = named.flatMap((name) => environments.filter(({ values }) => values.name === name));
  const accounts = new Set<string>();
  return [...first, ...environments].flatMap(({ label, values: { account, state } }) => {
    if (account === undefined || accounts.has(account)) return [];
    accounts.add(account);
    if (state?.key === undefined) return [];
    const isFree = !conflictsWith(stateKey, state.key) && !conflictsWith(state.key, stateKey);
    if (isFree) return [];
    const allowed =
      `a key other than that of ${label}'s state, "${state.key}", which is stored in the same bucket, neither of which ` +
      "begins with the other and .tflock";
    return [fault(["organization", "bootstrap", "stateKey"], stateKey, allowed)];
  });
}

/** `organization.stateBucketPrefix`: short enough for the audit buckets, `<prefix>-audit-access` or `<prefix>-audit-<account>-access`. */
function refuseAuditBuckets(organization: Readable<Organization>, environments: Environments): Fault[] {
  const { stateBucketPrefix, bootstrap } = organization;
  if (stateBucketPrefix === undefined || bootstrap === undefined) return [];
  const main = environments.find(({ values }) => values.name === bootstrap.stateEnvironment)?.values.account;
  const accounts = environments.map(({ values: { account } }) => (account === main ? undefined : account));
  const names = accounts.map((account) => `${auditBucketName({ stateBucketPrefix }, account)}-access`);
  const tooLong = names.find((name) => name.length > 63);
  if (tooLong === undefined) return [];
  const allowed = `at most 63 characters for bucket "${tooLong}", which has ${tooLong.length}`;
  return [fault(["organization", "stateBucketPrefix"], stateBucketPrefix, allowed)];
}

/**
 * `state.replicaRegion`: the name of the bucket `<state bucket>-replica` has at most 63 characters and is not that of
 * another environment's bucket.
 */
function refuseReplicaBuckets({ stateBucketPrefix }: Readable<Organization>, environments: Environments): Fault[] {
  if (stateBucketPrefix === undefined) return [];
  const names = new Set(environments.map(({ values }) => values.name));
  return environments.flatMap(({ label, values: { name, state } }) => {
    if (name === undefined || state?.replicaRegion === undefined) return [];
    const bucket = stateReplicaName({ stateBucketPrefix }, { name });
    if (names.has(`${name}-replica`)) {
      const allowed = `nothing, since another environment's state is stored in bucket "${bucket}"`;
      return [faultUnder(label, fault(["state", "replicaRegion"], state.replicaRegion, allowed))];
    }
    if (bucket.length <= 63) return [];
    const allowed = `nothing, since bucket "${bucket}" would have ${bucket.length} characters and can have 63`;
    return [faultUnder(label, fault(["state", "replicaRegion"], state.replicaRegion, allowed))];
  });
}

/** `organization.stateKeyAlias`: short enough for the alias of each replica's key, `<alias>-<environment>-replica`. */
function refuseReplicaAliases({ stateKeyAlias }: Readable<Organization>, environments: Environments): Fault[] {
  if (stateKeyAlias === undefined) return [];
  return environments.flatMap(({ values: { name, state } }) => {
    if (name === undefined || state?.replicaRegion === undefined) return [];
    const alias = stateReplicaKeyAlias({ stateKeyAlias }, { name });
    if (alias.length <= longestKeyAlias) return [];
    const allowed = `at most ${longestKeyAlias} characters for the alias of ${name}'s replica, which would have ${alias.length}`;
    return [fault(["organization", "stateKeyAlias"], stateKeyAlias, allowed)];
  });
}
