import { z } from "zod";
import { type Fault, fault } from "../../options/faults";
import { refuseOneAddress } from "../../options/addresses";
import { regionName } from "../../options/fields";
import { type OptionsOf, type ParsedOptions, byName, distinct, group, ifRead, text } from "../../options/schema";
import type { Location } from "../iam/arn";
import { refuseOtherLocation } from "../iam/arn-location";
import { canReplicateTo, replicaRegions } from "../state/replica/replica-region";

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html */
export const cachePrefix = text(
  /^(?!role$)(?=.{2,30}$)[a-z0-9]+([._/-][a-z0-9]+)*$/,
  '2 to 30 lowercase letters and digits, separated by ".", "_", "-" or "/", not "role", which is the address of the role of all caches',
);

const registriesWithLogin = ["registry-1.docker.io", "ghcr.io", "registry.gitlab.com"] as const;

/**
 * Pull-through cache rules of one registry.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html
 */
const mostCaches = 50;

/** One upstream registry whose images are pulled through this one. */
export const pullThroughCache = group({
  /** The upstream registry. */
  upstream: z.enum(["public.ecr.aws", "registry.k8s.io", "quay.io", ...registriesWithLogin]),

  /**
   * Secrets Manager secret with the credentials of the upstream registry, named `ecr-pullthroughcache/…`, in the account
   * and region of the registry. Required for Docker Hub, GitHub and GitLab, and refused for the others, which need no
   * credentials.
   * @default - none
   */
  credentialArn: text(
    /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:ecr-pullthroughcache\/[\w/+=.@-]+$/,
    "ARN of a secret whose name begins with ecr-pullthroughcache/",
  ).optional(),
});

/** Options of a pull-through cache with all defaults. */
export type ParsedPullThroughCache = ParsedOptions<typeof pullThroughCache>;

/** Settings of the whole ECR registry. An account has one registry in each region. */
export const imageRegistryOptions = group({
  /**
   * Whether Amazon Inspector scans images, and scans them again when a new vulnerability becomes known. It charges for
   * each image.
   * @default - false: ECR scans each image once, on push
   */
  enhancedScanning: z.boolean().default(false),

  /**
   * Upstream registries whose images are pulled through this one, by the prefix of their names here. Run
   * `npm run deploy -- bootstrap` after adding one: the deploy role needs permission to create the repositories of cached
   * images.
   * @default - none
   */
  pullThroughCache: byName(cachePrefix, pullThroughCache.superRefine(refuseUnfitCredentials))
    .superRefine(refuseOneAddress, ifRead())
    .refine((caches) => Object.keys(caches).length <= mostCaches, `at most ${mostCaches} caches`)
    .default({}),

  /**
   * Other regions to which images are replicated as they are pushed. ECR creates missing repositories there with its own
   * defaults.
   * @default - none
   */
  replicationRegions: distinct(regionName, { atLeast: 0, of: "regions" }).max(25, "at most 25 regions").default([]),
});

/** Options of an image registry, as {@link ImageRegistry} validates them. */
export type ImageRegistryOptions = OptionsOf<typeof imageRegistryOptions>;

/** `imageRegistry.pullThroughCache.<name>.credentialArn`: set exactly for the registries that require credentials. */
export function refuseUnfitCredentials(
  { upstream, credentialArn }: ParsedPullThroughCache,
  context: z.RefinementCtx,
): void {
  const needsLogin = registriesWithLogin.some((registry) => registry === upstream);
  if (needsLogin === (credentialArn !== undefined)) return;
  const message = needsLogin
    ? `ARN of a secret with the credentials that ${upstream} requires`
    : `nothing, since ${upstream} needs no credentials`;
  context.addIssue({ code: "custom", path: ["credentialArn"], input: credentialArn, message });
}

/**
 * `imageRegistry.pullThroughCache.<name>.credentialArn`: a secret in the account and region of the registry.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-rule.html
 */
export function refuseSecretsElsewhere(
  location: Location,
  caches: Readonly<Record<string, Pick<ParsedPullThroughCache, "credentialArn">>>,
): Fault[] {
  return Object.entries(caches).flatMap(([prefix, { credentialArn }]) =>
    credentialArn === undefined
      ? []
      : refuseOtherLocation(location, credentialArn).map(({ allowed }) =>
          fault(["pullThroughCache", prefix, "credentialArn"], credentialArn, allowed),
        ),
  );
}

/**
 * `imageRegistry.pullThroughCache`: prefixes under which no environment has repositories. Images of the upstream registry
 * would otherwise appear under the names of its own.
 *
 * @param repositoryPrefix prefix of the repositories of an environment of the same registry, such as `platform-dev`
 */
export function refuseCachesOfOwnNames(repositoryPrefix: string, cachePrefixes: readonly string[]): Fault[] {
  const allowed = `a prefix other than ${repositoryPrefix}, that of an environment's own repositories`;
  return cachePrefixes
    .filter((prefix) => `${prefix}/`.startsWith(`${repositoryPrefix}/`))
    .map((prefix) => ({ ...fault(["pullThroughCache", prefix], prefix, allowed), got: `the name "${prefix}"` }));
}

/** `imageRegistry.replicationRegions`: regions other than the environment's own, in the same partition. */
export function refuseReplicationInSameRegion(region: string, replicationRegions: readonly string[]): Fault[] {
  return replicationRegions.flatMap((replica, position) =>
    canReplicateTo(region, replica) ? [] : [fault(["replicationRegions", position], replica, replicaRegions)],
  );
}
