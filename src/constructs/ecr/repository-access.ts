import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { longestRepositoryPolicy, policySize } from "../iam/policy-size";

/** Principals of a repository, at least one. */
interface Grantees {
  readonly accounts: readonly string[];
  readonly roleArns: readonly string[];
  readonly organizationId?: string | undefined;
}

interface RepositoryAccess {
  readonly pullers?: Grantees | undefined;
  readonly pushers?: Grantees | undefined;
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

/**
 * The statements of a repository policy. `ecr:GetAuthorizationToken` is not among the actions: it applies to the
 * registry, so a repository policy cannot grant it, and each principal that logs in needs it from IAM.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html
 */
export function repositoryAccessStatements({
  pullers,
  pushers,
}: RepositoryAccess): DataAwsIamPolicyDocumentStatement[] {
  return [
    ...statementsFor(pullers, { verb: "Pull", actions: pullActions }),
    ...statementsFor(pushers, { verb: "Push", actions: pushActions }),
  ];
}

function statementsFor(
  access: RepositoryAccess["pullers"],
  { verb, actions }: { verb: string; actions: string[] },
): DataAwsIamPolicyDocumentStatement[] {
  if (access === undefined) return [];
  const { accounts, roleArns, organizationId } = access;
  const principalsWith = (test: string, variable: string, values: readonly string[]) => ({
    principals: [{ type: "AWS", identifiers: ["*"] }],
    condition: [{ test, variable, values: [...values] }],
  });
  return [
    ...(accounts.length > 0
      ? [{ sid: `${verb}ByAccounts`, actions, principals: [{ type: "AWS", identifiers: [...accounts] }] }]
      : []),
    ...(roleArns.length > 0
      ? [{ sid: `${verb}ByRoles`, actions, ...principalsWith("ArnLike", "aws:PrincipalArn", roleArns) }]
      : []),
    ...(organizationId === undefined
      ? []
      : [
          {
            sid: `${verb}ByOrganization`,
            actions,
            ...principalsWith("StringEquals", "aws:PrincipalOrgID", [organizationId]),
          },
        ]),
  ];
}

/** Whether the policy of a repository is longer than ECR allows. */
export function isAccessTooLong(access: RepositoryAccess): boolean {
  return policySize([repositoryAccessStatements(access)]) > longestRepositoryPolicy;
}
