import { DataAwsEcrLifecyclePolicyDocument } from "@cdktf/provider-aws/lib/data-aws-ecr-lifecycle-policy-document";
import { EcrPullThroughCacheRule } from "@cdktf/provider-aws/lib/ecr-pull-through-cache-rule";
import { EcrRepositoryCreationTemplate } from "@cdktf/provider-aws/lib/ecr-repository-creation-template";
import { Construct } from "constructs";
import { lifecycleRules } from "./lifecycle-rules";

/** Upstream registries that ECR can cache, and whether they require credentials. */
const upstreamRegistries = {
  "public.ecr.aws": { login: false },
  "registry.k8s.io": { login: false },
  "quay.io": { login: false },
  "registry-1.docker.io": { login: true },
  "ghcr.io": { login: true },
  "registry.gitlab.com": { login: true },
} as const;

export type UpstreamRegistry = keyof typeof upstreamRegistries;

export interface PullThroughCacheProps {
  /** Prefix of the names of cached images, for example `docker-hub`: 2 to 30 characters. */
  readonly repositoryPrefix: string;

  /**
   * Registry to cache: `public.ecr.aws`, `registry.k8s.io`, `quay.io`, `registry-1.docker.io`, `ghcr.io` or
   * `registry.gitlab.com`.
   */
  readonly upstream: UpstreamRegistry;

  /**
   * Secrets Manager secret with the credentials for the upstream registry, whose name begins with
   * `ecr-pullthroughcache/`. Required for Docker Hub, GitHub and GitLab, and refused for the others.
   * @default - none
   */
  readonly credentialArn?: string;
}

/**
 * A cache of an upstream registry: images that were pulled through it are stored here, so that the limits of the
 * upstream registry do not apply to nodes. The first pull of an image creates its repository, for which nodes have no
 * permission (`ecr:CreateRepository`): have a principal that deploys pull it once. Where ECR is reached through
 * interface endpoints, that first pull also needs a NAT route. The repositories that ECR creates for the cache remove
 * untagged images after 14 days; otherwise each tag that moves upstream would permanently leave an image here.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
 */
export class PullThroughCache extends Construct {
  constructor(scope: Construct, id: string, props: PullThroughCacheProps) {
    super(scope, id);
    requirePrefix(props.repositoryPrefix);
    requireLogin(props);

    const rules = new DataAwsEcrLifecyclePolicyDocument(this, "lifecycle-rules", { rule: lifecycleRules({}) });
    const template = new EcrRepositoryCreationTemplate(this, "template", {
      prefix: props.repositoryPrefix,
      description: `Images cached from ${props.upstream}`,
      appliedFor: ["PULL_THROUGH_CACHE"],
      imageTagMutability: "MUTABLE",
      lifecyclePolicy: rules.json,
    });
    new EcrPullThroughCacheRule(this, "Resource", {
      ecrRepositoryPrefix: props.repositoryPrefix,
      upstreamRegistryUrl: props.upstream,
      credentialArn: props.credentialArn,
      dependsOn: [template],
    });
  }
}

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html */
function requirePrefix(prefix: string): void {
  if (prefix.length < 2 || prefix.length > 30 || !/^[a-z0-9]+([._/-][a-z0-9]+)*$/.test(prefix)) {
    throw new Error(
      "repositoryPrefix must be 2 to 30 lower case letters and digits, " +
        `with single separators ".", "_", "-" or "/" between them, got "${prefix}"`,
    );
  }
}

function requireLogin({ upstream, credentialArn }: PullThroughCacheProps): void {
  if (!upstreamRegistries[upstream].login) {
    if (credentialArn !== undefined)
      throw new Error(`credentialArn must be left out for ${upstream}, which needs no credentials`);
    return;
  }
  if (!/^arn:[\w-]+:secretsmanager:[\w-]+:\d{12}:secret:ecr-pullthroughcache\/.+$/.test(credentialArn ?? "")) {
    throw new Error(
      `credentialArn for ${upstream} must be a secret whose name begins with ecr-pullthroughcache/, got "${credentialArn ?? ""}"`,
    );
  }
}
