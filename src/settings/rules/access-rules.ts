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
  const owned = environments.flatMap(({ label, values: { name: ownName, account } }) => {
    if (ownName === undefined || account === undefined) return [];
    const prefixes = [`${resourcePrefix({ name }, { name: ownName })}-`, ...serviceRolePrefixes({ name })];
    return prefixes.map((prefix) => ({ label, account, prefix }));
  });
  return [...environments.flatMap(accessArns), ...trustedArns(organization)].flatMap(({ path, arn }) => {
    const [, account, role] = /^arn:[^:]+:iam::(\d{12}):role\/(.+)$/.exec(arn) ?? [];
    const owner = owned.find(
      (one) => one.account === account && comparable(role ?? "").startsWith(one.prefix.toLowerCase()),
    );
    if (!owner) return [];
    const allowed = `a principal of your team, not a role whose name begins with ${owner.prefix}, which nodes, pods or services use`;
    return [faultUnder(path, fault([], arn, allowed))];
  });
}

/** `imageRegistry.pullThroughCache`: no prefix of the repositories of an environment in the same account and region. */
function refuseCachesOfEnvironments({ name }: Readable<Organization>, environments: Environments): Fault[] {
  if (name === undefined) return [];
  return environments.flatMap(({ label, values: { account, region, imageRegistry } }) => {
    const caches = Object.keys(imageRegistry?.pullThroughCache ?? {});
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
