import { z } from "zod";
import { refuseOneAddress } from "../../options/addresses";
import { accountId } from "../../options/fields";
import { type Fault, fault } from "../../options/faults";
import {
  type OptionsOf,
  type ParsedOptions,
  byName,
  distinct,
  group,
  ifRead,
  requirement,
  text,
  wholeNumber,
} from "../../options/schema";
import { longestRepositoryPolicy } from "../iam/policy-size";
import { isAccessTooLong } from "./repository-access";

const pathPart = "[a-z0-9]+([._-][a-z0-9]+)*";
const nameForm = 'lowercase letters and digits with single separators ".", "_", "-" or "/" between them';

/** A part of a repository's name: the prefix that several repositories share, or the rest of it. */
export const repositoryPath = text(new RegExp(`^${pathPart}(/${pathPart})*$`), nameForm);

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
const longestName = 256;

/** Name of a repository within the registry. */
export const repositoryName = text(
  new RegExp(`^(?=.{2,${longestName}}$)${pathPart}(/${pathPart})*$`),
  `2 to ${longestName} ${nameForm}`,
);

const tagPrefix = text(/^\w[\w.-]{0,127}$/, 'the beginning of a tag, such as "release-"');

/**
 * Prefixes of one repository: a lifecycle policy has at most 50 rules, of which one is for untagged images.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html
 */
const mostPrefixes = 49;

/** Number of images of one prefix to keep. */
const keepTagged = group({
  /** Beginning of the tag, such as `release-`. */
  prefix: tagPrefix,

  /** Images to keep. */
  count: wholeNumber(1),
});

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageTagMutabilityExclusionFilter.html */
const tagPattern = text(
  /^(?!\*+$)(?!([^*]*\*){3})[\w.*-]{1,128}$/,
  'at most 128 letters, digits, ".", "_" and "-" with at most two "*", not matching every tag',
);

/** A role's ARN, in whose path and name `*` matches any characters. */
const roleArnPattern = text(
  /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@*/-]+$/,
  'ARN of an IAM role such as "arn:aws:iam::123456789012:role/ci/*"',
);

/** At least one of these. */
const grantee = group({
  /**
   * Whole accounts, by ID. Their own IAM policies decide which of their roles have this access.
   * @default - none
   */
  accounts: distinct(accountId, { atLeast: 0, of: "account IDs" }).default([]),

  /**
   * ARNs of roles, in whose path and name `*` matches any characters. The roles need not exist yet. A role of another
   * account needs the same permissions in a policy of that account.
   * @default - none
   */
  roleArns: distinct(roleArnPattern, { atLeast: 0, of: "ARNs of IAM roles" }).default([]),

  /**
   * All accounts of an AWS organization, by its ID.
   * @default - none
   */
  organizationId: text(/^o-[a-z0-9]{10,32}$/, 'ID of an AWS organization such as "o-a1b2c3d4e5"').optional(),
});

const grantees = grantee.superRefine(({ accounts, roleArns, organizationId }, context) => {
  if (accounts.length + roleArns.length > 0 || organizationId !== undefined) return;
  context.addIssue({ code: "custom", message: "at least one of accounts, roleArns and organizationId" });
});

/** An ECR repository. Its name consists of the environment's prefix and its key: `api` is `platform-dev/api`. */
export const repositoryOptions = group({
  /**
   * Newest images to keep of those whose tag begins with a prefix; older images are removed. An image counts for the
   * first prefix that matches, so a prefix is refused after another one that it begins with.
   * @default - tagged images are never removed
   */
  keepTagged: z
    .array(keepTagged)
    .check(requirement((rules) => rules.length <= mostPrefixes, `at most ${mostPrefixes} prefixes`))
    .superRefine(refuseUnreachablePrefixes)
    .default([]),

  /**
   * Days after which an untagged image is removed.
   * @default - 14
   */
  untaggedRetentionDays: wholeNumber(1).default(14),

  /**
   * Mutable tags, which can be moved to another image, as patterns in which `*` matches any characters.
   * @default - none: all tags are immutable
   */
  mutableTagPatterns: distinct(tagPattern, { atLeast: 0, of: "patterns" }).max(5, "at most 5 patterns").default([]),

  /**
   * Whether the repository can be destroyed while it contains images. Without it, the repository cannot be removed from
   * `repositories`: set this to true and deploy before.
   * @default - false
   */
  forceDelete: z.boolean().default(false),

  /**
   * Other principals that can pull.
   * @default - the environment's own account, by its IAM policies
   */
  pullers: grantees.optional(),

  /**
   * Other principals that can push. Permission to push does not include permission to pull.
   * @default - the environment's own account, by its IAM policies
   */
  pushers: grantees.optional(),
});

/** Options of an ECR repository, as {@link EcrRepository} validates them. */
export type RepositoryOptions = OptionsOf<typeof repositoryOptions>;

/** Options of an ECR repository with all defaults. */
export type ParsedRepositoryOptions = ParsedOptions<typeof repositoryOptions>;

/** Repositories by their names without the environment's prefix. */
export const repositories = byName(
  repositoryPath,
  repositoryOptions.superRefine(refuseLongAccess, ifRead("pullers", "pushers")),
).superRefine(refuseOneAddress, ifRead());

/** `pullers` and `pushers` of a repository: principals that fit in its policy. */
export function refuseLongAccess(
  access: Pick<ParsedRepositoryOptions, "pullers" | "pushers">,
  context: z.RefinementCtx,
): void {
  if (!isAccessTooLong(access)) return;
  const path = [access.pullers === undefined ? "pushers" : "pullers"];
  const message = `principals that fit, with those of the other list, in the ${longestRepositoryPolicy} characters of the repository's policy: name fewer, for example by "*" in the name of roles`;
  context.addIssue({ code: "custom", path, input: access[path[0] as "pullers" | "pushers"], message });
}

/** `keepTagged` of a repository: no prefix begins with an earlier one, which matches the same tags. */
function refuseUnreachablePrefixes(rules: readonly z.output<typeof keepTagged>[], context: z.RefinementCtx): void {
  for (const [position, { prefix }] of rules.entries()) {
    const earlier = rules.slice(0, position).find((other) => prefix.startsWith(other.prefix));
    if (earlier === undefined) continue;
    const message = `a prefix that does not begin with the earlier prefix "${earlier.prefix}"`;
    context.addIssue({ code: "custom", path: [position, "prefix"], input: prefix, message });
  }
}

/** `repositories`: `<organization.name>-<environment>/<name>` has at most 256 characters. */
export function refuseLongRepositoryNames(prefix: string, keys: readonly string[]): Fault[] {
  const most = longestName - prefix.length - 1;
  return keys
    .filter((key) => key.length > most)
    .map((key) => fault(["repositories", key], key, `at most ${most} characters after "${prefix}/"`));
}
