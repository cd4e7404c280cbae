import type { PartialSettings, Readable } from "../partial-settings";
import type { Environment } from "../environment";
import { type Fault, fault, faultUnder } from "../../options/faults";
import type { Organization } from "../organization";

type Environments = readonly PartialSettings<Environment>[];

/** The retired environments whose state is kept, for the rules about environments. */
export function retiredEnvironments(organization: Readable<Organization>): PartialSettings<Environment>[] {
  return entriesOf(organization).flatMap(({ label, entry }) => {
    const { name, account, region = organization.region, state } = entry;
    const values = { name, account, state, ...(region === undefined ? {} : { region }) };
    return entry.release ? [] : [{ label, values, faults: [] }];
  });
}

/** Rules about `organization.bootstrap.retired`, and about the environments that bootstrap names. */
export function retirementFaults(
  organization: Readable<Organization>,
  environments: Environments,
  retired: Environments,
): readonly Fault[] {
  return [
    ...refuseRetiredInUse(environments, retired),
    ...refuseReleaseOfAccount(organization, [...environments, ...retired]),
    ...refuseReplacedReplica(organization, environments),
    ...refuseFurtherStateEnvironments(organization, [...environments, ...retired]),
  ];
}

function entriesOf({ bootstrap }: Readable<Organization>) {
  return (bootstrap?.retired ?? []).map((entry, position) => ({
    label: `organization.bootstrap.retired[${position}]`,
    entry,
  }));
}

/** `organization.bootstrap.retired`: without `release: true`, a name that no environment and no other entry has. */
function refuseRetiredInUse(environments: Environments, retired: Environments): Fault[] {
  return retired.flatMap(({ label, values: { name } }, position) => {
    const others = [...environments, ...retired.slice(0, position)];
    const other = others.find(({ values }) => values.name === name);
    if (!other) return [];
    const allowed = `a name that ${other.label} does not have, or release: true to give up only the replica`;
    return [faultUnder(label, fault(["name"], name, allowed))];
  });
}

/**
 * `organization.bootstrap.retired`: `release: true` only in an account that keeps another environment. The bootstrap
 * stack of an account ends with its last environment, and everything in the account remains as it is.
 */
function refuseReleaseOfAccount(organization: Readable<Organization>, owners: Environments): Fault[] {
  return entriesOf(organization).flatMap(({ label, entry: { release, account } }) => {
    if (!release || owners.some(({ values }) => values.account === account)) return [];
    const allowed = `false, or no entry at all: account ${account} has no other environment, so its bootstrap stack ends`;
    return [faultUnder(label, fault(["release"], release, allowed))];
  });
}

/** `state.replicaRegion`: none while `organization.bootstrap.retired` releases the previous replica, whose name it has. */
function refuseReplacedReplica(organization: Readable<Organization>, environments: Environments): Fault[] {
  return environments.flatMap(({ label, values: { name, state } }) => {
    const released = entriesOf(organization).find(
      ({ entry }) => entry.release && entry.name === name && entry.state.replicaRegion !== undefined,
    );
    if (state?.replicaRegion === undefined || !released) return [];
    const allowed = `nothing while ${released.label} releases the replica in ${released.entry.state.replicaRegion ?? ""}, whose bucket has the same name`;
    return [faultUnder(label, fault(["state", "replicaRegion"], state.replicaRegion, allowed))];
  });
}

/**
 * `organization.bootstrap.furtherStateEnvironments`: environments in accounts other than that of `stateEnvironment`, at
 * most one in each.
 */
function refuseFurtherStateEnvironments({ bootstrap }: Readable<Organization>, owners: Environments): Fault[] {
  const accountOf = (name: string | undefined) => owners.find(({ values }) => values.name === name)?.values.account;
  const taken = new Set([accountOf(bootstrap?.stateEnvironment)]);
  return (bootstrap?.furtherStateEnvironments ?? []).flatMap((name, position) => {
    const account = accountOf(name);
    if (account !== undefined && !taken.has(account)) {
      taken.add(account);
      return [];
    }
    const path = ["organization", "bootstrap", "furtherStateEnvironments", position];
    return [fault(path, name, "an environment in an account of which bootstrap names no other environment")];
  });
}
