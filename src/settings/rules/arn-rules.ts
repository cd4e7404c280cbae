import { refuseSecretsElsewhere } from "../../constructs/ecr/image-registry-options";
import { refuseOtherPartition } from "../../constructs/iam/arn-location";
import { partitionOf } from "../../constructs/iam/partition";
import { type Fault, fault, faultUnder } from "../../options/faults";
import type { Environment } from "../environment";
import type { Organization } from "../organization";
import type { PartialSettings, Readable } from "../partial-settings";
import { accessArns, listed, type NamedArn, trustedArns } from "./named-arns";
import type { Environments } from "./named-principals";

/** Rules about ARNs, compared with what uses them, and about the partition that all environments are in. */
export function arnFaults(organization: Readable<Organization>, environments: Environments): Fault[] {
  const main = environments.find(({ values }) => values.name === organization.bootstrap?.stateEnvironment);
  const region = main?.values.region;
  return [
    ...environments.flatMap(refuseArnsElsewhere),
    ...(region === undefined ? [] : inPartitionOf(region, trustedArns(organization))),
    ...(main && region !== undefined ? refuseSecondPartition(region, main.label, environments) : []),
  ];
}

/**
 * `cluster.access`, `repositories.<name>.pullers` and `pushers`, `cluster.workloads.externalDns`: ARNs in the partition of
 * the environment. `imageRegistry.pullThroughCache.<name>.credentialArn`: a secret in its account and region.
 */
function refuseArnsElsewhere(environment: PartialSettings<Environment>): Fault[] {
  const { label, values } = environment;
  const { region, account: accountId, cluster, imageRegistry } = values;
  if (region === undefined) return [];
  const zones = cluster?.workloads?.externalDns?.hostedZoneArns ?? [];
  const secrets =
    accountId === undefined ? [] : refuseSecretsElsewhere({ region, accountId }, imageRegistry?.pullThroughCache ?? {});
  return [
    ...inPartitionOf(region, [
      ...accessArns(environment),
      ...repositoryArns(environment),
      ...listed(`${label}.cluster.workloads.externalDns.hostedZoneArns`, zones),
    ]),
    ...secrets.map((inner) => faultUnder(`${label}.imageRegistry`, inner)),
  ];
}

function inPartitionOf(region: string, arns: readonly NamedArn[]): Fault[] {
  return arns.flatMap(({ path, arn }) => refuseOtherPartition(region, arn).map((inner) => faultUnder(path, inner)));
}

function repositoryArns({ label, values }: PartialSettings<Environment>): NamedArn[] {
  return Object.entries(values.repositories ?? {}).flatMap(([name, repository]) =>
    (["pullers", "pushers"] as const).flatMap((kind) =>
      listed(
        faultUnder(label, fault(["repositories", name, kind, "roleArns"], undefined, "")).path,
        repository?.[kind]?.roleArns ?? [],
      ),
    ),
  );
}

/** `region`: of one partition in all environments, since no credentials reach the accounts of another. */
function refuseSecondPartition(region: string, main: string, environments: Environments): Fault[] {
  return environments.flatMap(({ label, values }) => {
    if (values.region === undefined || partitionOf(values.region) === partitionOf(region)) return [];
    const allowed =
      `a region of partition ${partitionOf(region)}, like that of ${main}: no credentials are valid in two partitions, ` +
      "so keep the environments of another partition in a checkout of their own";
    return [faultUnder(label, fault(["region"], values.region, allowed))];
  });
}
