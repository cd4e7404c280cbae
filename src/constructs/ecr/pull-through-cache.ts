import { DataAwsEcrLifecyclePolicyDocument } from "@cdktf/provider-aws/lib/data-aws-ecr-lifecycle-policy-document";
import { EcrPullThroughCacheRule } from "@cdktf/provider-aws/lib/ecr-pull-through-cache-rule";
import { EcrRepositoryCreationTemplate } from "@cdktf/provider-aws/lib/ecr-repository-creation-template";
import { Construct } from "constructs";
import { z } from "zod";
import type { CacheRole } from "./cache-role";
import { parseOptions } from "../../options/parse-options";
import {
  cachePrefix,
  type ParsedPullThroughCache,
  pullThroughCache,
  refuseUnfitCredentials,
} from "./image-registry-options";
import { lifecycleRules } from "./lifecycle-rules";
import { repositoryOptions } from "./repository-options";

const encryption = z.custom<CacheEncryption>(
  (value) => isObject(value) && typeof value.keyArn === "string" && isObject(value.role) && "dependables" in value.role,
  "the ARN of a key, and a CacheRole",
);

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

const cacheOptions = pullThroughCache
  .extend({ repositoryPrefix: cachePrefix, encryption: encryption.optional() })
  .superRefine(refuseUnfitCredentials);

export interface PullThroughCacheProps extends ParsedPullThroughCache {
  /** Prefix of the names of cached images, for example `docker-hub`: 2 to 30 characters. */
  readonly repositoryPrefix: string;

  /**
   * Customer managed key that encrypts the cached images, and the role with which ECR creates their repositories.
   * Repositories that already exist are not changed.
   * @default - AES-256 encryption of the registry
   */
  readonly encryption?: CacheEncryption;
}

/** Encryption of cached images under a customer managed key. */
export interface CacheEncryption {
  /** ARN of the key. */
  readonly keyArn: string;

  /** Role that can use the key and that ECR can assume. */
  readonly role: CacheRole;
}

/**
 * A cache of an upstream registry: images that were pulled through it are stored here, so that the limits of the
 * upstream registry do not apply to nodes. The first pull of an image creates its repository, for which nodes have no
 * permission (`ecr:CreateRepository`): have the deploy role pull it once. Where ECR is reached through
 * interface endpoints, that first pull also needs a NAT route. The repositories that ECR creates for the cache remove
 * untagged images as other repositories do by default; otherwise each tag that moves upstream would permanently leave an image here.
 *
 * @throws when an option is invalid
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
 */
export class PullThroughCache extends Construct {
  constructor(scope: Construct, id: string, props: PullThroughCacheProps) {
    super(scope, id);
    const { repositoryPrefix, upstream, credentialArn } = parseOptions(this, cacheOptions, props);
    const { encryption } = props;
    const rules = new DataAwsEcrLifecyclePolicyDocument(this, "lifecycle-rules", {
      rule: lifecycleRules(repositoryOptions.parse({})),
    });
    const template = new EcrRepositoryCreationTemplate(this, "template", {
      prefix: repositoryPrefix,
      description: `Images cached from ${upstream}`,
      appliedFor: ["PULL_THROUGH_CACHE"],
      imageTagMutability: "MUTABLE",
      lifecyclePolicy: rules.json,
      ...(encryption && {
        encryptionConfiguration: [{ encryptionType: "KMS", kmsKey: encryption.keyArn }],
        customRoleArn: encryption.role.roleArn,
        dependsOn: [...encryption.role.dependables],
      }),
    });
    new EcrPullThroughCacheRule(this, "Resource", {
      ecrRepositoryPrefix: repositoryPrefix,
      upstreamRegistryUrl: upstream,
      credentialArn,
      dependsOn: [template],
    });
  }
}
