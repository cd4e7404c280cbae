import { z } from "zod";
import { accountId } from "../options/fields";
import { type FieldsOf, distinct, group, text, wholeNumber } from "../options/schema";

/** An ECR repository. Its name consists of the environment's prefix and its key: `api` is `platform-dev/api`. */
export interface RepositorySettings {
  /**
   * Newest images to keep of those whose tag begins with a prefix; older images are removed. An image counts for the
   * first prefix that matches, so a prefix is refused after another one that it begins with.
   * @default - tagged images are never removed
   */
  readonly keepTagged?: readonly KeepTaggedSettings[];

  /**
   * Days after which an untagged image is removed.
   * @default - 14
   */
  readonly untaggedRetentionDays?: number;

  /**
   * Mutable tags, which can be moved to another image, as patterns in which `*` matches any characters.
   * @default - none: all tags are immutable
   */
  readonly mutableTagPatterns?: readonly string[];

  /**
   * Whether the repository can be destroyed while it contains images.
   * @default - false
   */
  readonly forceDelete?: boolean;

  /**
   * Other principals that can pull.
   * @default - the environment's own account, by its IAM policies
   */
  readonly pullers?: GranteeSettings;

  /**
   * Other principals that can push. Permission to push does not include permission to pull.
   * @default - the environment's own account, by its IAM policies
   */
  readonly pushers?: GranteeSettings;
}

/** Number of images of one prefix to keep. */
interface KeepTaggedSettings {
  /** Beginning of the tag, such as `release-`. */
  readonly prefix: string;

  /** Images to keep. */
  readonly count: number;
}

/** At least one of these. */
interface GranteeSettings {
  /**
   * Whole accounts, by ID.
   * @default - none
   */
  readonly accounts?: readonly string[];

  /**
   * ARNs of roles, in whose path and name `*` matches any characters.
   * @default - none
   */
  readonly roleArns?: readonly string[];

  /**
   * All accounts of an AWS organization, by its ID.
   * @default - none
   */
  readonly organizationId?: string;
}

const pathPart = "[a-z0-9]+([._-][a-z0-9]+)*";

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
export const repositoryKey = text(
  new RegExp(`^${pathPart}(/${pathPart})*$`),
  'lowercase letters and digits with single separators ".", "_", "-" or "/" between them',
);

/** A role's ARN, in whose path and name `*` matches any characters. */
const roleArnPattern = text(
  /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@*/-]+$/,
  'ARN of an IAM role such as "arn:aws:iam::123456789012:role/ci/*"',
);

const tagPrefix = text(/^\w[\w.-]{0,127}$/, 'the beginning of a tag, such as "release-"');

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageTagMutabilityExclusionFilter.html */
const tagPattern = text(
  /^(?!\*+$)(?!([^*]*\*){3})[\w.*-]{1,128}$/,
  'at most 128 letters, digits, ".", "_" and "-" with at most two "*", not matching every tag',
);

const organizationId = text(/^o-[a-z0-9]{10,32}$/, 'ID of an AWS organization such as "o-a1b2c3d4e5"');

const grantee = group({
  accounts: distinct(accountId, { atLeast: 0, of: "account IDs" }).default([]),
  roleArns: distinct(roleArnPattern, { atLeast: 0, of: "ARNs of IAM roles" }).default([]),
  organizationId: organizationId.optional(),
} satisfies FieldsOf<GranteeSettings>).superRefine(({ accounts, roleArns, organizationId }, context) => {
  if (accounts.length + roleArns.length > 0 || organizationId !== undefined) return;
  context.addIssue({ code: "custom", message: "at least one of accounts, roleArns and organizationId" });
});

const keepTagged = z
  .array(group({ prefix: tagPrefix, count: wholeNumber(1) } satisfies FieldsOf<KeepTaggedSettings>))
  .superRefine((rules, context) => {
    for (const [position, { prefix }] of rules.entries()) {
      const earlier = rules.slice(0, position).find((other) => prefix.startsWith(other.prefix));
      if (earlier === undefined) continue;
      const message = `a prefix that does not begin with the earlier prefix "${earlier.prefix}"`;
      context.addIssue({ code: "custom", path: [position, "prefix"], input: prefix, message });
    }
  });

export const repositorySchema = group({
  keepTagged: keepTagged.default([]),
  untaggedRetentionDays: wholeNumber(1).default(14),
  mutableTagPatterns: distinct(tagPattern, { atLeast: 0, of: "patterns" }).max(5, "at most 5 patterns").default([]),
  forceDelete: z.boolean().default(false),
  pullers: grantee.optional(),
  pushers: grantee.optional(),
} satisfies FieldsOf<RepositorySettings>);
