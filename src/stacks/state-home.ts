import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { unionOfAccess } from "../constructs/state/access/state-access";
import { StateBucket } from "../constructs/state/store/state-bucket";
import { stateBucketStatements } from "../constructs/state/store/state-bucket-policy";
import { StateKey } from "../constructs/state/store/state-key";
import type { Environment } from "../settings/environment";
import type { Organization } from "../settings/organization";
import type { AuditedLocation } from "./bootstrap-audit";
import { stateAccessOf } from "./bootstrap-access";
import type { EnvironmentState } from "./bootstrap-roles";
import { declaredHome } from "./declared-buckets";
import type { StateLocation } from "./state-locations";

export interface StateHomeProps {
  readonly organization: Organization;

  /** The environment whose bucket also stores the bootstrap's own state. */
  readonly bootstrapHome: Environment;
  readonly location: StateLocation;
}

/** Buckets and key of one location, as roles and alerts need them. */
export interface StateHome {
  readonly states: readonly EnvironmentState[];
  readonly buckets: ReadonlyMap<Environment, StateBucket>;
  readonly audited: AuditedLocation;
  readonly constructs: readonly Construct[];
}

/** Creates a bucket for each environment of a location, and a key if one of the environments requires it. */
export function addStateHome(scope: Construct, props: StateHomeProps): StateHome {
  const { location } = props;
  const key = addKey(scope, props);
  const homes = location.environments.map((environment) => {
    const ownKey = environment.state.encryption === "aws:kms" ? key?.construct : undefined;
    return addBucket(scope, props, environment, ownKey);
  });
  return {
    states: homes.map(({ state }) => state),
    buckets: new Map(homes.map(({ state, construct }) => [state.environment, construct])),
    audited: {
      ...location,
      buckets: homes.map(({ watched }) => watched),
      keys: key
        ? [
            {
              id: "key",
              contents: "the state",
              keyArn: key.construct.keyArn,
              aliasArn: key.construct.aliasArn,
              access: key.access,
            },
          ]
        : [],
    },
    constructs: [...(key ? [key.construct] : []), ...homes.map(({ construct }) => construct)],
  };
}

function addKey(scope: Construct, { organization, bootstrapHome, location }: StateHomeProps) {
  const encrypted = location.environments.filter(({ state }) => state.encryption === "aws:kms");
  if (encrypted.length === 0) return undefined;
  const access = unionOfAccess(encrypted.map((environment) => stateAccessOf(organization, environment, bootstrapHome)));
  const construct = new StateKey(scope, `state-key${location.idSuffix}`, {
    alias: organization.stateKeyAlias,
    region: location.region,
    access,
    protectsBootstrapState: encrypted.includes(bootstrapHome),
  });
  output(scope, `state-key-arn${location.idSuffix}`, construct.keyArn);
  return { construct, access };
}

function addBucket(
  scope: Construct,
  { organization, bootstrapHome }: StateHomeProps,
  environment: Environment,
  key: StateKey | undefined,
) {
  const { name, region, state } = environment;
  const declared = declaredHome(organization, environment, bootstrapHome);
  const { bucketName, bucketArn, access } = declared;
  const construct = new StateBucket(scope, `state-${name}`, {
    bucketName,
    stateKeys: declared.stateKeys,
    encryptionKeyArn: key?.keyArn,
    statements: stateBucketStatements({ ...declared, requiredKey: key }),
  });
  output(scope, `state-bucket-${name}`, construct.bucketName);
  return {
    construct,
    state: {
      environment,
      state: { bucketArn, stateKey: state.key, region, accountId: environment.account, encryptionKeyArn: key?.keyArn },
    },
    watched: { id: `state-${name}`, contents: `the state of ${name}`, bucketName, bucketArn, access },
  };
}

function output(scope: Construct, name: string, value: string): void {
  new TerraformOutput(scope, name.replaceAll("-", "_"), { value });
}
