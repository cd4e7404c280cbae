import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import type { TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { iamRegionOf } from "../constructs/iam/partition";
import { StateStore } from "../constructs/state/store/state-store";
import type { Settings } from "../settings/validate";
import type { TerraformTarget } from "../target/emulator";
import { BaseStack } from "./base-stack";
import { type BootstrapAccount, bootstrapAccountOf } from "./bootstrap-accounts";
import { addAudit } from "./bootstrap-audit";
import { createAccessRoles, createBoundaries } from "./bootstrap-roles";
import { checkBucketPolicies } from "./bucket-policies";
import { storeName } from "./declared-stores";
import { recordProtection, resourceAddress } from "./protection-record";
import { releasedNames, releaseStores } from "./released-stores";
import { stateBackend } from "./state-backend";
import { StateRegion } from "./state-region";

export interface BootstrapStackProps {
  /** The organization, and every environment whose state needs a store. */
  readonly settings: Pick<Settings, "organization" | "environments">;

  /**
   * Account of the stack, 12 digits.
   * @default - the account of `bootstrap.stateEnvironment`
   */
  readonly accountId?: string;

  /** What the stack is synthesized for. */
  readonly target: TerraformTarget;
}

/**
 * Prerequisites of the environments of one account: a bucket for the state of each environment; in each region one key
 * that encrypts the states that require it, and alerts about their use; the roles that work with the states, and a
 * trail that records their use.
 */
export class BootstrapStack extends BaseStack {
  /** The account of the stack, and the settings that apply to it. */
  readonly account: BootstrapAccount;

  constructor(scope: Construct, id: string, { settings, accountId, target }: BootstrapStackProps) {
    const account = bootstrapAccountOf(settings, accountId);
    const { organization, stateEnvironment } = account;
    const backend = stateBackend(organization, stateEnvironment, organization.bootstrap.stateKey);
    super(scope, id, {
      region: stateEnvironment.region,
      accountId: account.accountId,
      backend,
      tags: organization.tags,
      terraformVersion: organization.terraformVersion,
      target,
    });
    this.account = account;

    const regions = new Map(regionsOf(account).map((region) => [region, new StateRegion(this, account, region)]));
    const originals = [...regions.values()].flatMap(({ states }) => states);
    const replicas = originals.flatMap((state) => {
      const { region, state: settings } = state.environment;
      const replicaRegion = regions.get(settings.replicaRegion ?? "");
      return replicaRegion ? (regions.get(region)?.replicate(state, replicaRegion) ?? []) : [];
    });
    const own = regions.get(stateEnvironment.region);
    if (!own) throw new Error(`${stateEnvironment.region} is not a region of account ${account.accountId}`);
    createAccessRoles(own, account, [...originals, ...replicas]);
    createBoundaries(own, account, originals);
    addAudit(
      account,
      own,
      [...regions.values()].filter(({ states, region }) => states.length > 0 || isAlertedIn(region, account)),
    );
    checkBucketPolicies(this, organization);
    recordProtection(this, { backend, nameOf: recordedName, released: releasedNames(account), mayBeNew: false });
    releaseStores(this, account);
  }
}

/** The bucket of a state is the same only with the same name and region; everything else, with the same address. */
function recordedName(resource: TerraformResource): string {
  const store = resource.node.scopes.find((scope) => scope instanceof StateStore);
  return store && resource instanceof S3Bucket ? storeName(store.props) : resourceAddress(resource);
}

/** Whether alerts about IAM are in a region, even if it has no state. */
function isAlertedIn(region: string, { organization }: BootstrapAccount): boolean {
  return organization.audit.identityAlerts && region === iamRegionOf(region);
}

/**
 * The regions in which an account stores states and their replicas, that of the stack first, and the region of IAM. The
 * region of a released store is among them, since Terraform needs its provider until nothing there is left in the state.
 */
function regionsOf({ stateEnvironment, environments, released }: BootstrapAccount): string[] {
  const owners = [stateEnvironment, ...environments, ...released];
  const replicaRegions = owners.flatMap(({ state }) => state.replicaRegion ?? []);
  const regions = owners.map(({ region }) => region);
  return [...new Set([...regions, ...replicaRegions, iamRegionOf(stateEnvironment.region)])];
}
