import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";

export interface RepositoryAccess {
  /**
   * Accounts, 12 digits each, whose own IAM policies then decide which of their roles have this access.
   * @default - none
   */
  readonly accounts?: readonly string[];

  /**
   * ARNs of roles, with their path; `*` stands for any characters within the role's path and name. They need not exist
   * yet. A role of another account needs the same rights from a policy of that account.
   * @default - none
   */
  readonly roleArns?: readonly string[];

  /**
   * Organization, such as `o-abcd123456`, all of whose accounts have this access.
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
   * Who may pull images, besides those whom IAM policies of the registry's own account allow it.
   * @default - nobody else
   */
  readonly pullers?: RepositoryAccess;

  /**
   * Who may push images, besides those whom IAM policies of the registry's own account allow it. Pushing does not
   * include pulling.
   * @default - nobody else
   */
  readonly pushers?: RepositoryAccess;
}

/**
 * The statements of a repository policy. `ecr:GetAuthorizationToken` is not among the actions: it belongs to the registry,
 * so a repository's policy cannot grant it and whoever logs in needs it from IAM.
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
  requireEach(`${prop}.accounts`, accounts, /^\d{12}$/, "account ids of 12 digits");
  requireEach(`${prop}.roleArns`, roleArns, /^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@*/-]+$/, "ARNs of roles");
  requireEach(
    `${prop}.organizationId`,
    organizationId === undefined ? [] : [organizationId],
    /^o-[a-z0-9]{10,32}$/,
    "an organization's id",
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
