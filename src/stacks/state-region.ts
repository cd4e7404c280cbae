import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Aspects, TerraformDataSource, TerraformOutput, TerraformResource, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { unionOfAccess } from "../constructs/state/access/state-access";
import { StateReplication } from "../constructs/state/replica/state-replication";
import { StateKey } from "../constructs/state/store/state-key";
import { StateStore } from "../constructs/state/store/state-store";
import { replicationRoleName } from "../settings/names";
import { groupId } from "../cdktf/readable-ids";
import { stateAccessOf } from "./bootstrap-access";
import type { BootstrapAccount, StateOwner } from "./bootstrap-accounts";
import { declaredReplica, declaredStore } from "./declared-stores";

/** The state of an environment, or a replica of it, and its store. */
export interface StoredState {
  readonly environment: StateOwner;
  readonly store: StateStore;
}

/** Distinguishes the IDs of a region's resources from those of other regions; empty in the stack's own region. */
export function regionSuffix({ accountId, stateEnvironment }: BootstrapAccount, region: string): string {
  return region === stateEnvironment.region ? "" : `-${accountId}-${region}`;
}

/**
 * One region of a bootstrap stack's account, with the state stores in it. Everything below this construct is created in
 * the region: by the stack's own provider in the stack's own region, and by the construct's provider in any other.
 *
 * @see https://developer.hashicorp.com/terraform/language/providers/configuration#alias-multiple-provider-configurations
 */
export class StateRegion extends Construct {
  /** The states that are stored in the region, replicas last. */
  readonly states: StoredState[] = [];

  /** The key that the environments of the region share. */
  readonly key: StateKey | undefined;

  /** See `regionSuffix`. */
  readonly idSuffix: string;

  constructor(
    scope: Construct,
    readonly account: BootstrapAccount,
    readonly region: string,
  ) {
    super(scope, groupId(region));
    this.idSuffix = regionSuffix(account, region);
    if (this.idSuffix !== "") this.useOwnProvider();
    const environments = account.environments.filter((environment) => environment.region === region);
    this.key = this.addKey(environments.filter(({ state }) => state.encryption === "aws:kms"));
    for (const environment of environments) this.addStore(environment);
  }

  /** Copies a state that is stored in this region to another region. */
  replicate({ environment, store: source }: StoredState, to: StateRegion): StoredState {
    const replica = to.addReplica(environment);
    new StateReplication(this, `replication-${environment.name}`, {
      accountId: this.account.accountId,
      roleName: replicationRoleName(environment),
      source: { ...source.reference, bucketName: source.bucketName, versioning: source.versioning },
      destination: {
        bucketArn: replica.store.bucketArn,
        region: to.region,
        encryptionKeyArn: replica.store.key?.keyArn,
        versioning: replica.store.versioning,
      },
    });
    return replica;
  }

  private addKey(encrypted: readonly StateOwner[]): StateKey | undefined {
    if (encrypted.length === 0) return undefined;
    const key = new StateKey(this, `state-key${this.idSuffix}`, {
      alias: this.account.organization.stateKeyAlias,
      region: this.region,
      access: unionOfAccess(encrypted.map((environment) => stateAccessOf(this.account, environment))),
      protectsBootstrapState: encrypted.includes(this.account.stateEnvironment),
    });
    this.addOutput(`state-key-arn${this.idSuffix}`, key.keyArn);
    return key;
  }

  private addStore(environment: StateOwner): void {
    const { name } = environment;
    const store = new StateStore(this, `state-${name}`, {
      ...declaredStore(this.account, environment),
      sharedKey: this.key,
    });
    this.addOutput(`state-bucket-${name}`, store.bucketName);
    this.states.push({ environment, store });
  }

  private addReplica(environment: StateOwner): StoredState {
    const { name } = environment;
    const declared = declaredReplica(this.account, environment, this.region);
    const store = new StateStore(this, `replica-${name}`, declared);
    this.addOutput(`state-replica-bucket-${name}`, declared.bucketName);
    if (store.key) this.addOutput(`state-replica-key-arn-${name}`, store.key.keyArn);
    const replica = { environment, store };
    this.states.push(replica);
    return replica;
  }

  private addOutput(name: string, value: string): void {
    new TerraformOutput(TerraformStack.of(this), name.replaceAll("-", "_"), { value });
  }

  /** CDKTF passes no provider from a construct to those below it. */
  private useOwnProvider(): void {
    const { accountId, organization } = this.account;
    const provider = new AwsProvider(this, `aws${this.idSuffix}`, {
      alias: `account${this.idSuffix}`.replaceAll("-", "_"),
      region: this.region,
      allowedAccountIds: [accountId],
      defaultTags: [{ tags: { ...organization.tags } }],
    });
    Aspects.of(this).add({
      visit: (node) => {
        if (node instanceof TerraformResource || node instanceof TerraformDataSource) node.provider ??= provider;
      },
    });
  }
}
