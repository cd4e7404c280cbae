import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { StateReplica } from "../constructs/state/replica/state-replica";
import { StateReplication } from "../constructs/state/replica/state-replication";
import type { StateBucket } from "../constructs/state/store/state-bucket";
import type { StateKey } from "../constructs/state/store/state-key";
import type { Environment } from "../settings/environment";
import { replicationRoleName } from "../settings/names";
import type { Organization } from "../settings/organization";
import type { AuditedLocation } from "./bootstrap-audit";
import type { EnvironmentState } from "./bootstrap-roles";
import { type DeclaredBucket, declaredReplica } from "./declared-buckets";
import type { StateHome } from "./state-home";
import { locationSuffix } from "./state-locations";

export interface StateCopiesProps {
  readonly organization: Organization;

  /** The environment whose bucket also stores the bootstrap's own state. */
  readonly bootstrapHome: Environment;

  /** Location of the originals. */
  readonly home: StateHome;
}

/** The resources for the copies of one environment's state. */
export interface StateCopy {
  readonly copied: EnvironmentState;

  /** Location of the copies. */
  readonly audited: AuditedLocation;
  readonly atReplica: readonly Construct[];
  readonly atSource: Pick<AuditedLocation, "accountId" | "region" | "idSuffix"> & {
    readonly constructs: readonly Construct[];
  };
}

/** Copies the state of the environments with a `replicaRegion` to another region of their account. */
export function addStateCopies(scope: Construct, props: StateCopiesProps): StateCopy[] {
  return props.home.states.flatMap((original) => {
    const bucket = props.home.buckets.get(original.environment);
    const { replicaRegion } = original.environment.state;
    return bucket && replicaRegion !== undefined ? [addCopy(scope, props, original, bucket, replicaRegion)] : [];
  });
}

function addCopy(
  scope: Construct,
  props: StateCopiesProps,
  { environment, state }: EnvironmentState,
  bucket: StateBucket,
  region: string,
): StateCopy {
  const { account: accountId, name } = environment;
  const declared = declaredReplica(props.organization, environment, props.bootstrapHome, region);
  const replica = addReplica(scope, name, declared);
  const replication = new StateReplication(scope, `replication-${name}`, {
    accountId,
    roleName: replicationRoleName(environment),
    source: { ...state, bucketName: bucket.bucketName, versioning: bucket.versioning },
    destination: {
      bucketArn: replica.bucketArn,
      region,
      encryptionKeyArn: replica.stateKey?.keyArn,
      versioning: replica.versioning,
    },
  });
  return {
    copied: {
      environment,
      state: { ...state, bucketArn: declared.bucketArn, region, encryptionKeyArn: replica.stateKey?.keyArn },
    },
    audited: auditedCopy(props.bootstrapHome, environment, declared, replica.stateKey),
    atReplica: [replica],
    atSource: { ...props.home.audited, constructs: [replication] },
  };
}

function addReplica(scope: Construct, name: string, declared: DeclaredBucket): StateReplica {
  const replica = new StateReplica(scope, `replica-${name}`, declared);
  const id = name.replaceAll("-", "_");
  new TerraformOutput(scope, `state_replica_bucket_${id}`, { value: declared.bucketName });
  if (replica.stateKey) new TerraformOutput(scope, `state_replica_key_arn_${id}`, { value: replica.stateKey.keyArn });
  return replica;
}

function auditedCopy(
  bootstrapHome: Environment,
  { account, name }: Environment,
  { bucketName, bucketArn, region, access }: DeclaredBucket,
  stateKey: StateKey | undefined,
): AuditedLocation {
  const contents = `the copy of the state of ${name}`;
  return {
    accountId: account,
    region,
    idSuffix: locationSuffix(bootstrapHome, { account, region }),
    buckets: [{ id: `copy-${name}`, contents, bucketName, bucketArn, access }],
    keys: stateKey
      ? [{ id: `key-${name}`, contents, keyArn: stateKey.keyArn, aliasArn: stateKey.aliasArn, access }]
      : [],
  };
}
