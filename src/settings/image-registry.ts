import { z } from "zod";
import type { UpstreamRegistry } from "../constructs/ecr/pull-through-cache";
import { regionName } from "../options/fields";
import { type FieldsOf, distinct, group, text, byName } from "../options/schema";

/** Settings of the whole ECR registry. An account has one registry in each region. */
export interface ImageRegistrySettings {
  /**
   * Whether Amazon Inspector scans images, and scans them again when a new vulnerability becomes known.
   * @default - false: ECR scans each image once, on push
   */
  readonly enhancedScanning?: boolean;

  /**
   * Upstream registries whose images are pulled through this one, by the prefix of their names here.
   * @default - none
   */
  readonly pullThroughCache?: Readonly<Record<string, PullThroughCacheSettings>>;

  /**
   * Other regions to which images are replicated.
   * @default - none
   */
  readonly replicationRegions?: readonly string[];
}

/** One upstream registry whose images are pulled through this one. */
export interface PullThroughCacheSettings {
  /** The upstream registry. */
  readonly upstream: UpstreamRegistry;

  /**
   * Secrets Manager secret with the credentials of the upstream registry, named `ecr-pullthroughcache/…`. Required for
   * Docker Hub, GitHub and GitLab, and refused for the others, which need no credentials.
   * @default - none
   */
  readonly credentialArn?: string;
}

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html */
const cachePrefix = text(
  /^(?=.{2,30}$)[a-z0-9]+([._/-][a-z0-9]+)*$/,
  '2 to 30 lowercase letters and digits, separated by ".", "_", "-" or "/"',
);

const registriesWithLogin: readonly UpstreamRegistry[] = ["registry-1.docker.io", "ghcr.io", "registry.gitlab.com"];

const pullThroughCache = group({
  upstream: z.enum(["public.ecr.aws", "registry.k8s.io", "quay.io", ...registriesWithLogin]),
  credentialArn: text(
    /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:ecr-pullthroughcache\/[\w/+=.@-]+$/,
    "ARN of a secret whose name begins with ecr-pullthroughcache/",
  ).optional(),
} satisfies FieldsOf<PullThroughCacheSettings>).superRefine(({ upstream, credentialArn }, context) => {
  const needsLogin = registriesWithLogin.includes(upstream);
  if (needsLogin === (credentialArn !== undefined)) return;
  const message = needsLogin
    ? `ARN of a secret with the credentials that ${upstream} requires`
    : `nothing, since ${upstream} needs no credentials`;
  context.addIssue({ code: "custom", path: ["credentialArn"], input: credentialArn, message });
});

export const imageRegistrySchema = group({
  enhancedScanning: z.boolean().default(false),
  pullThroughCache: byName(cachePrefix, pullThroughCache).default({}),
  replicationRegions: distinct(regionName, { atLeast: 0, of: "regions" }).max(25, "at most 25 regions").default([]),
} satisfies FieldsOf<ImageRegistrySettings>);
