import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";

export interface RepositoryAccess {
  /**
   * Accounts, 12 digits each. Their own IAM policies decide which of their roles have this access.
   * @default - none
   */
  readonly accounts?: readonly string[];

  /**
   * ARNs of roles, with their path. `*` matches any characters in the role's path and name. The roles need not exist
   * yet. A role of another account needs the same permissions in a policy of that account.
   * @default - none
   */
  readonly roleArns?: readonly string[];

  /**
   * Organization, such as `o-abcd123456`. All of its accounts have this access.
   * @default - none
   */
  readonly organizationId?: string;
}

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-pull.html */
const pullActions = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html */
const pushActions = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:CompleteLayerUpload",
  "ecr:InitiateLayerUpload",
  "ecr:PutImage",
  "ecr:UploadLayerPart",
];

export interface RepositoryAccessProps {
  /**
   * Principals that can pull images, in addition to those that IAM policies of the registry's own account allow.
   * @default - no other principal
   */
  readonly pullers?: RepositoryAccess;

  /**
   * Principals that can push images, in addition to those that IAM policies of the registry's own account allow.
   * Permission to push does not include permission to pull.
   * @default - no other principal
   */
  readonly pushers?: RepositoryAccess;
}

/**
 * The statements of a repository policy. `ecr:GetAuthorizationToken` is not among the actions: it applies to the
 * registry, so a repository policy cannot grant it, and each principal that logs in needs it from IAM.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html
 */
export function repositoryAccessStatements(props: RepositoryAccessProps): DataAwsIamPolicyDocumentStatement[] {
  return [
    ...statementsFor("pullers", props.pullers, { verb: "Pull", actions: pullActions }),
    ...statementsFor("pushers", props.pushers, { verb: "Push", actions: pushActions }),
  ];
}

function statementsFor(
  prop: string,
  access: RepositoryAccess | undefined,
  { verb, actions }: { verb: string; actions: string[] },
): DataAwsIamPolicyDocumentStatement[] {
  if (access === undefined) return [];
  const { accounts = [], roleArns = [], organizationId } = access;
  requireSomebody(prop, access);
  requireEach(`${prop}.accounts`, accounts, /^\d{12}$/, "account IDs of 12 digits");
  requireEach(`${prop}.roleArns`, roleArns, /^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@*/-]+$/, "ARNs of roles");
  requireEach(
    `${prop}.organizationId`,
    organizationId === undefined ? [] : [organizationId],
    /^o-[a-z0-9]{10,32}$/,
    "an organization's ID",
  );

  const anybodyWith = (test: string, variable: string, values: readonly string[]) => ({
    principals: [{ type: "AWS", identifiers: ["*"] }],
    condition: [{ test, variable, values: [...values] }],
  });
  return [
    ...(accounts.length > 0
      ? [{ sid: `${verb}ByAccounts`, actions, principals: [{ type: "AWS", identifiers: [...accounts] }] }]
      : []),
    ...(roleArns.length > 0
      ? [{ sid: `${verb}ByRoles`, actions, ...anybodyWith("ArnLike", "aws:PrincipalArn", roleArns) }]
      : []),
    ...(organizationId === undefined
      ? []
      : [
          {
            sid: `${verb}ByOrganization`,
            actions,
            ...anybodyWith("StringEquals", "aws:PrincipalOrgID", [organizationId]),
          },
        ]),
  ];
}

function requireSomebody(prop: string, { accounts = [], roleArns = [], organizationId }: RepositoryAccess): void {
  if (accounts.length === 0 && roleArns.length === 0 && organizationId === undefined) {
    throw new Error(`${prop} must name accounts, roleArns or an organizationId, got none`);
  }
}

function requireEach(prop: string, values: readonly string[], pattern: RegExp, allowed: string): void {
  const unfit = values.find((value) => !pattern.test(value));
  if (unfit !== undefined) throw new Error(`${prop} must be ${allowed}, got "${unfit}"`);
}
