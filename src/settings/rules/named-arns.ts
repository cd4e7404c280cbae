import type { Environment } from "../environment";
import type { Organization } from "../organization";
import type { PartialSettings, Readable } from "../partial-settings";
import { createdKinds } from "../state-access";

/** An ARN and the path of the setting that has it. */
export interface NamedArn {
  readonly path: string;
  readonly arn: string;
}

/** The principals of `cluster.access`. */
export function accessArns({ label, values }: PartialSettings<Environment>): NamedArn[] {
  const { administrators = [], developers = [], viewers = [] } = values.cluster?.access ?? {};
  const path = `${label}.cluster.access`;
  return [
    ...listed(`${path}.administrators`, administrators),
    ...developers.map(({ principalArn }, position) => ({
      path: `${path}.developers[${position}].principalArn`,
      arn: principalArn,
    })),
    ...listed(`${path}.viewers`, viewers),
  ];
}

/** The principals of `stateAccess.trustedPrincipals`. */
export function trustedArns({ stateAccess }: Readable<Organization>): NamedArn[] {
  return createdKinds.options.flatMap((kind) =>
    listed(`organization.stateAccess.trustedPrincipals.${kind}`, stateAccess?.trustedPrincipals?.[kind] ?? []),
  );
}

export function listed(path: string, arns: readonly string[]): NamedArn[] {
  return arns.map((arn, position) => ({ path: `${path}[${position}]`, arn }));
}
