import { z } from "zod";
import type { UpstreamRegistry } from "../constructs/ecr/pull-through-cache";
import { regionName } from "./fields";
import { type FieldsOf, distinct, group, text, byName } from "./schema";

/** Settings of the whole ECR registry, of which an account has one in each region. */
export interface ImageRegistrySettings {
  /**
   * Whether Amazon Inspector scans images, and scans them again when it learns of new vulnerabilities.
   * @default - false: each image is scanned once, when it is pushed
   */
  readonly enhancedScanning?: boolean;

  /**
   * Other registries whose images are pulled through this one, by the prefix that their names get here.
   * @default - none
   */
  readonly pullThroughCache?: Readonly<Record<string, PullThroughCacheSettings>>;

  /**
   * Other regions to which images are copied.
   * @default - none
   */
  readonly replicationRegions?: readonly string[];
}

/** One registry whose images are pulled through this one. */
export interface PullThroughCacheSettings {
  /** The other registry. */
  readonly upstream: UpstreamRegistry;

  /**
   * Secret of Secrets Manager, named `ecr-pullthroughcache/…`, with the login of the other registry. Required for Docker
   * Hub, GitHub and GitLab, and refused for the others, which have no login.
   * @default - none
   */
  readonly credentialArn?: string;
}

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html */
const cachePrefix = text(
  /^(?=.{2,30}$)[a-z0-9]+([._/-][a-z0-9]+)*$/,
  '2 to 30 lower-case letters and digits, separated by ".", "_", "-" or "/"',
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
    ? `ARN of a secret with the login that ${upstream} asks for`
    : `nothing, for ${upstream} has no login`;
  context.addIssue({ code: "custom", path: ["credentialArn"], input: credentialArn, message });
});

export const imageRegistrySchema = group({
  enhancedScanning: z.boolean().default(false),
  pullThroughCache: byName(cachePrefix, pullThroughCache).default({}),
  replicationRegions: distinct(regionName, { atLeast: 0, of: "regions" }).max(25, "at most 25 regions").default([]),
} satisfies FieldsOf<ImageRegistrySettings>);
