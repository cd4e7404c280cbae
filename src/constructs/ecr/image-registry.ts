import { EcrRegistryScanningConfiguration } from "@cdktf/provider-aws/lib/ecr-registry-scanning-configuration";
import { EcrReplicationConfiguration } from "@cdktf/provider-aws/lib/ecr-replication-configuration";
import { Construct } from "constructs";
import { PullThroughCache, type PullThroughCacheProps } from "./pull-through-cache";

export interface ImageRegistryProps {
  /** Account that owns the registry, 12 digits. */
  readonly accountId: string;

  /** Region of the registry. */
  readonly region: string;

  /**
   * Whether Amazon Inspector scans the images of every repository of the registry, on push and whenever a new
   * vulnerability becomes known, in operating system and language packages. Inspector charges for each image.
   * @default - false: ECR's own scan of operating system packages on push
   */
  readonly enhancedScanning?: boolean;

  /**
   * Upstream registries to cache, by the prefix of the cached repositories' names, for example `{ "k8s": { upstream:
   * "registry.k8s.io" } }`.
   * @default - none
   */
  readonly pullThroughCache?: Readonly<Record<string, Omit<PullThroughCacheProps, "repositoryPrefix">>>;

  /**
   * Regions to which each subsequently pushed image is replicated, in the same account, at most 25. ECR creates missing
   * repositories there with its own defaults.
   * @default - none
   */
  readonly replicationRegions?: readonly string[];

  /**
   * Prefixes of the names of the replicated repositories, for example `platform-prod/`.
   * @default - every repository is replicated
   */
  readonly replicatedPrefixes?: readonly string[];
}

/**
 * Settings of a whole registry, that is, of an account in a region. Each setting exists once there and replaces the
 * previous value, so two environments that share a registry must not both have this construct.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html
 */
export class ImageRegistry extends Construct {
  /** Account that owns the registry. */
  readonly registryId: string;
  private readonly registryKey: string;

  constructor(scope: Construct, id: string, props: ImageRegistryProps) {
    super(scope, id);
    this.registryId = props.accountId;
    this.registryKey = `account ${props.accountId} in ${props.region}`;
    this.requireOnlyOneOfItsRegistry();
    requireReplication(props);

    if (props.enhancedScanning) {
      new EcrRegistryScanningConfiguration(this, "scanning", {
        scanType: "ENHANCED",
        rule: [{ scanFrequency: "CONTINUOUS_SCAN", repositoryFilter: [{ filter: "*", filterType: "WILDCARD" }] }],
      });
    }
    for (const [repositoryPrefix, cache] of Object.entries(props.pullThroughCache ?? {})) {
      new PullThroughCache(this, `cache-${repositoryPrefix}`, { ...cache, repositoryPrefix });
    }
    if (props.replicationRegions && props.replicationRegions.length > 0) {
      this.replicate(props.replicationRegions, props.replicatedPrefixes);
    }
  }

  private replicate(regions: readonly string[], prefixes: readonly string[] | undefined): void {
    new EcrReplicationConfiguration(this, "replication", {
      replicationConfiguration: {
        rule: [
          {
            destination: regions.map((region) => ({ region, registryId: this.registryId })),
            repositoryFilter: prefixes?.map((filter) => ({ filter, filterType: "PREFIX_MATCH" })),
          },
        ],
      },
    });
  }

  private requireOnlyOneOfItsRegistry(): void {
    const other = this.node.root.node
      .findAll()
      .find((node) => node instanceof ImageRegistry && node !== this && node.registryKey === this.registryKey);
    if (other) {
      throw new Error(
        `constructs ${other.node.path} and ${this.node.path} would both configure the registry of ${this.registryKey}: keep one of them`,
      );
    }
  }
}

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html */
function requireReplication({ region, replicationRegions = [], replicatedPrefixes }: ImageRegistryProps): void {
  if (replicationRegions.includes(region)) {
    throw new Error(`replicationRegions must be other regions than the registry's own, got "${region}"`);
  }
  if (replicationRegions.length > 25 || new Set(replicationRegions).size < replicationRegions.length) {
    throw new Error(
      `replicationRegions must be at most 25 different regions, got ${replicationRegions.length}: ${replicationRegions.join(", ")}`,
    );
  }
  if (replicatedPrefixes && (replicatedPrefixes.length === 0 || replicationRegions.length === 0)) {
    throw new Error(
      "replicatedPrefixes must name at least one prefix and come with replicationRegions, " +
        `got prefixes ${JSON.stringify(replicatedPrefixes)} and regions ${JSON.stringify(replicationRegions)}`,
    );
  }
}
