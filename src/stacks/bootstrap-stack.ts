import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Aspects } from "cdktf";
import type { Construct } from "constructs";
import { partitionOf } from "../constructs/iam/partition";
import type { Environment } from "../settings/environment";
import type { Organization } from "../settings/organization";
import type { Settings } from "../settings/validate";
import { BaseStack } from "./base-stack";
import { addAudit, mergeLocations } from "./bootstrap-audit";
import { createAccessRoles } from "./bootstrap-roles";
import { checkBucketPolicies } from "./bucket-policies";
import { bootstrapHomeOf } from "./declared-buckets";
import type { TerraformTarget } from "../target/emulator";
import { stateBackend } from "./state-backend";
import { addStateCopies } from "./state-copies";
import { addStateHome } from "./state-home";
import { type StateLocation, stateLocations } from "./state-locations";
import { UseProvider } from "./use-provider";

export interface BootstrapStackProps {
  /** The organization, and every environment whose state needs a location. */
  readonly settings: Pick<Settings, "organization" | "environments">;

  /** What the stack is synthesized for. */
  readonly target: TerraformTarget;

  /**
   * File that stores the stack's own state until its bucket exists.
   * @default - the bucket of the environment in `bootstrap.stateEnvironment`
   */
  readonly localStateFile?: string;
}

/**
 * Prerequisites of every environment: a bucket for the state of each environment; in each account and region one key
 * that encrypts the states that require it, and alerts about their use; in each account the roles that work with the
 * states, and a trail that records their use.
 */
export class BootstrapStack extends BaseStack {
  /** The target of the stack. */
  readonly settings: BootstrapStackProps["settings"];

  private readonly organization: Organization;
  private readonly home: Environment;

  constructor(scope: Construct, id: string, { settings, target, localStateFile }: BootstrapStackProps) {
    const { organization, environments } = settings;
    const home = bootstrapHomeOf(settings);
    super(scope, id, {
      region: home.region,
      accountId: home.account,
      backend: localStateFile
        ? { local: localStateFile }
        : stateBackend(organization, home, organization.bootstrap.stateKey),
      tags: organization.tags,
      terraformVersion: organization.terraformVersion,
      target,
    });
    this.settings = settings;
    this.organization = organization;
    this.home = home;

    const locations = stateLocations(home, environments);
    for (const accountId of new Set(locations.map(({ accountId }) => accountId))) {
      this.addAccount(
        accountId,
        locations.filter((location) => location.accountId === accountId),
      );
    }
    checkBucketPolicies(this, organization);
  }

  private addAccount(accountId: string, locations: readonly StateLocation[]): void {
    const isHome = accountId === this.home.account;
    const settings = { organization: this.organization, bootstrapHome: this.home };
    const homes = locations.map((location) => {
      const home = addStateHome(this, { ...settings, location });
      this.place(home.constructs, location);
      return home;
    });
    const copies = homes.flatMap((home) => addStateCopies(this, { ...settings, home }));
    for (const { audited, atSource, atReplica } of copies) {
      this.place(atReplica, audited);
      this.place(atSource.constructs, atSource);
    }

    const states = [...homes.flatMap(({ states }) => states), ...copies.map(({ copied }) => copied)];
    const roles = createAccessRoles(this, this.organization, states, isHome ? "" : `-${accountId}`);
    if (locations[0]) this.place(roles, locations[0]);

    const audited = mergeLocations([...homes, ...copies].map((state) => state.audited));
    for (const { constructs, ...location } of addAudit(this, this.organization, audited, isHome)) {
      this.place(constructs, location);
    }
  }

  private place(constructs: readonly Construct[], location: Location): void {
    const provider = this.providerFor(location);
    if (!provider) return;
    for (const construct of constructs) Aspects.of(construct).add(new UseProvider(provider));
  }

  /** The stack's own provider serves the home location; each other location has a provider with an alias. */
  private providerFor({ accountId, region, idSuffix }: Location): AwsProvider | undefined {
    if (idSuffix === "") return undefined;
    const id = `aws${idSuffix}`;
    const existing = this.node.tryFindChild(id);
    if (existing instanceof AwsProvider) return existing;
    const { tags, bootstrap } = this.organization;
    const roleArn = `arn:${partitionOf(region)}:iam::${accountId}:role/${bootstrap.assumeRole}`;
    return new AwsProvider(this, id, {
      alias: `account${idSuffix}`.replaceAll("-", "_"),
      region,
      allowedAccountIds: [accountId],
      assumeRole: accountId === this.home.account ? undefined : [{ roleArn }],
      defaultTags: [{ tags: { ...tags } }],
    });
  }
}

type Location = Pick<StateLocation, "accountId" | "region" | "idSuffix">;
