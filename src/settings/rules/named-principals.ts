import type { NamedPrincipals, PrincipalNames } from "../../constructs/state/access/principal-options";
import type { Environment } from "../environment";
import type { Organization } from "../organization";
import type { PartialSettings, Readable } from "../partial-settings";
import type { CreatedRoles } from "../state-access";

export type Environments = readonly PartialSettings<Environment>[];

/** Principals that a setting names, and their kind. */
export interface Named extends NamedPrincipals {
  readonly kind: CreatedRoles | "administrators";
}

/** The principals of all settings that name some by their IAM names. */
export function namedPrincipals(organization: Readable<Organization>, environments: Environments): Named[] {
  return [
    ...namedByOrganization(organization),
    ...environments.flatMap(namedByEnvironment),
    ...assumedElsewhere(organization, environments),
  ];
}

function namedByOrganization({ statePrincipals, stateAccess }: Readable<Organization>): Named[] {
  const { administrators, planners, breakGlass } = stateAccess ?? {};
  return [
    statePrincipals && { path: "organization.statePrincipals", principals: statePrincipals, kind: "writers" as const },
    administrators && named("administrators", administrators),
    planners && named("planners", planners),
    breakGlass && named("breakGlass", breakGlass),
  ].filter((one) => one !== undefined);
}

function named(kind: Named["kind"], principals: PrincipalNames): Named {
  return { path: `organization.stateAccess.${kind}`, principals, kind };
}

function namedByEnvironment({ label, values: { state } }: PartialSettings<Environment>): Named[] {
  return [
    state?.principals && { path: `${label}.state.principals`, principals: state.principals, kind: "writers" as const },
    state?.planners && { path: `${label}.state.planners`, principals: state.planners, kind: "planners" as const },
  ].filter((one) => one !== undefined);
}

/** In accounts other than its own, the bootstrap administers through a role. */
export function assumedElsewhere({ bootstrap }: Readable<Organization>, environments: Environments): Named[] {
  const { assumeRole, stateEnvironment } = bootstrap ?? {};
  const main = environments.find(({ values }) => values.name === stateEnvironment)?.values.account;
  const isElsewhere = environments.some(({ values: { account } }) => account !== undefined && account !== main);
  if (assumeRole === undefined || main === undefined || !isElsewhere) return [];
  return [{ path: "organization.bootstrap.assumeRole", principals: { roles: [assumeRole] }, kind: "administrators" }];
}

/** The roles that the bootstrap creates, each with the setting that names it. */
export function createdRoles(
  { stateAccess }: Readable<Organization>,
  all: readonly Named[],
): (Named & { role: string })[] {
  const kinds: readonly string[] = stateAccess?.createRoles ?? [];
  return all
    .filter(({ kind }) => kinds.includes(kind))
    .flatMap((one) => (one.principals.roles ?? []).map((role) => ({ ...one, role })));
}

/** The role or user with an ARN, by its name, if it is in the account of an environment. */
export function principalsOfArn(arn: string, environments: Environments): PrincipalNames | undefined {
  const [, account, kind, name = ""] = /^arn:[^:]+:iam::(\d{12}):(role|user)\/(.+)$/.exec(arn) ?? [];
  if (!environments.some(({ values }) => values.account === account)) return undefined;
  return kind === "role" ? { roles: [name] } : { users: [name] };
}
