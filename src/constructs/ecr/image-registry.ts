import { EcrRegistryScanningConfiguration } from "@cdktf/provider-aws/lib/ecr-registry-scanning-configuration";
import { EcrReplicationConfiguration } from "@cdktf/provider-aws/lib/ecr-replication-configuration";
import { Construct } from "constructs";
import { type Fault, fault } from "../../options/faults";
import { identityFields } from "../../options/fields";
import { assertNoFaults, parseOptions } from "../../options/parse-options";
import { distinct, group, text } from "../../options/schema";
import {
  type ImageRegistryOptions,
  imageRegistryOptions,
  refuseCachesOfOwnNames,
  refuseReplicationInSameRegion,
  refuseSecretsElsewhere,
} from "./image-registry-options";
import { CacheRole } from "./cache-role";
import { type CacheEncryption, PullThroughCache } from "./pull-through-cache";

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_RepositoryFilter.html */
const namePrefix = text(
  /^(?=.{2,256}$)([a-z0-9]+([._-][a-z0-9]*)*\/)*[a-z0-9]*([._-][a-z0-9]*)*$/,
  'the beginning of a repository\'s name, such as "platform-prod/"',
);

const registryOptions = group({
  ...imageRegistryOptions.shape,
  ...identityFields.shape,
  replicatedPrefixes: distinct(namePrefix, { atLeast: 1, of: "prefixes" }).optional(),
});

export interface ImageRegistryProps extends ImageRegistryOptions {
  /** Prefix of the names of roles, for example `platform-prod`. */
  readonly name: string;

  /** Account that owns the registry, 12 digits. */
  readonly accountId: string;

  /** Region of the registry. */
  readonly region: string;

  /**
   * Prefixes of the names of the replicated repositories, for example `platform-prod/`.
   * @default - every repository is replicated
   */
  readonly replicatedPrefixes?: readonly string[];

  /**
   * Customer managed KMS key that encrypts the images of caches. Repositories that already exist are not changed.
   * @default - AES-256 encryption of the registry
   */
  readonly encryptionKeyArn?: string;
}

/**
 * Settings of a whole registry, that is, of an account in a region. Each setting exists once there and replaces the
 * previous value, so two environments that share a registry must not both have this construct.
 *
 * @throws when an option is invalid
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html
 */
export class ImageRegistry extends Construct {
  /** Account that owns the registry. */
  readonly registryId: string;
  private readonly registryKey: string;

  constructor(scope: Construct, id: string, props: ImageRegistryProps) {
    super(scope, id);
    const options = parseOptions(this, registryOptions, props);
    const { replicationRegions, replicatedPrefixes } = options;
    this.registryId = options.accountId;
    this.registryKey = `account ${options.accountId} in ${options.region}`;
    this.refuseSecondOfItsRegistry();
    assertNoFaults(this, [
      ...refuseReplicationInSameRegion(options.region, replicationRegions),
      ...refuseSecretsElsewhere(options, options.pullThroughCache),
      ...refuseCachesOfOwnNames(options.name, Object.keys(options.pullThroughCache)),
      ...refusePrefixesWithoutReplication(replicationRegions, replicatedPrefixes),
    ]);

    if (options.enhancedScanning) {
      new EcrRegistryScanningConfiguration(this, "scanning", {
        scanType: "ENHANCED",
        rule: [{ scanFrequency: "CONTINUOUS_SCAN", repositoryFilter: [{ filter: "*", filterType: "WILDCARD" }] }],
      });
    }
    const encryption = this.encryptCaches(props, Object.keys(options.pullThroughCache));
    for (const [repositoryPrefix, cache] of Object.entries(options.pullThroughCache)) {
      new PullThroughCache(this, `cache-${repositoryPrefix}`, { ...cache, repositoryPrefix, encryption });
    }
    if (replicationRegions.length > 0) this.replicate(replicationRegions, replicatedPrefixes);
  }

  private encryptCaches(props: ImageRegistryProps, repositoryPrefixes: readonly string[]): CacheEncryption | undefined {
    const { encryptionKeyArn } = props;
    if (encryptionKeyArn === undefined || repositoryPrefixes.length === 0) return undefined;
    const role = new CacheRole(this, "cache-role", { ...props, repositoryPrefixes, encryptionKeyArn });
    return { keyArn: encryptionKeyArn, role };
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

  private refuseSecondOfItsRegistry(): void {
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

/** `replicatedPrefixes`: only with `replicationRegions`. */
function refusePrefixesWithoutReplication(
  regions: readonly string[],
  prefixes: readonly string[] | undefined,
): Fault[] {
  if (prefixes === undefined || regions.length > 0) return [];
  return [fault(["replicatedPrefixes"], prefixes, "nothing, unless replicationRegions has a region")];
}
