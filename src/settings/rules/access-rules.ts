import { refuseCachesOfOwnNames } from "../../constructs/ecr/image-registry-options";
import { comparable } from "../../constructs/state/access/principal-options";
import { type Fault, fault, faultUnder } from "../../options/faults";
import { resourcePrefix, serviceRolePrefixes } from "../names";
import type { Organization } from "../organization";
import type { Readable } from "../partial-settings";
import { accessArns, trustedArns } from "./named-arns";
import type { Environments } from "./named-principals";

/** Rules about access that would give more than its setting says. */
export function accessFaults(organization: Readable<Organization>, environments: Environments): Fault[] {
  return [
    ...refuseRolesOfWorkloads(organization, environments),
    ...refuseCachesOfEnvironments(organization, environments),
  ];
}

/**
 * `cluster.access` and `organization.stateAccess.trustedPrincipals`: no role of an environment, whose name begins with
 * `<organization.name>-<environment>-`, and no role that the bootstrap creates for a service. Nodes, pods and services
 * would have its access, and for the nodes' role EKS has an access entry of its own.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html
 */
function refuseRolesOfWorkloads(
  { name, ...organization }: Readable<Organization>,
  environments: Environments,
): Fault[] {
  if (name === undefined) return [];
  const owners = new Map<string, string>();
  for (const { values } of environments) {
    if (values.name === undefined || values.account === undefined) continue;
    const prefixes = [`${resourcePrefix({ name }, { name: values.name })}-`, ...serviceRolePrefixes({ name })];
    for (const prefix of prefixes) owners.set(`${values.account}/${prefix.toLowerCase()}`, prefix);
  }
  return [...environments.flatMap(accessArns), ...trustedArns(organization)].flatMap(({ path, arn }) => {
    const [, account = "", role = ""] = /^arn:[^:]+:iam::(\d{12}):role\/(.+)$/.exec(arn) ?? [];
    const owner = beginningsOf(comparable(role))
      .map((beginning) => owners.get(`${account}/${beginning}`))
      .find((prefix) => prefix !== undefined);
    if (owner === undefined) return [];
    const allowed = `a principal of your team, not a role whose name begins with ${owner}, which nodes, pods or services use`;
    return [faultUnder(path, fault([], arn, allowed))];
  });
}

/** All that a name begins with up to and including a hyphen. */
function beginningsOf(name: string): string[] {
  return [...name.matchAll(/-/g)].map(({ index }) => name.slice(0, index + 1));
}

/** `imageRegistry.pullThroughCache`: no prefix of the repositories of an environment in the same account and region. */
function refuseCachesOfEnvironments({ name }: Readable<Organization>, environments: Environments): Fault[] {
  if (name === undefined) return [];
  return environments.flatMap(({ label, values: { account, region, imageRegistry } }) => {
    const caches = Object.keys(imageRegistry?.pullThroughCache ?? {});
    if (caches.length === 0) return [];
    return environments
      .filter(({ values }) => values.account === account && values.region === region)
      .flatMap(({ values }) =>
        values.name === undefined
          ? []
          : refuseCachesOfOwnNames(resourcePrefix({ name }, { name: values.name }), caches),
      )
      .map((inner) => faultUnder(`${label}.imageRegistry`, inner));
  });
}
