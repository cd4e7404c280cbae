import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { arn } from "../../iam/arn";
import { equals } from "../../iam/policy-conditions";
import type { EnvironmentReference } from "./environment-reference";

/**
 * Settings of the single registry of an account and region, and the login to it, which AWS cannot limit by name or tag.
 * Setting enhanced scanning enables and disables Amazon Inspector. Wildcards cover whole groups of actions, since the
 * length of a role's policies is limited.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced-iam.html
 */
const registrySettings = [
  "ecr:*PullThroughCacheRule",
  "ecr:*RepositoryCreationTemplate",
  "ecr:GetAuthorizationToken",
  "ecr:PutRe*Configuration",
  "inspector2:*able",
  "inspector2:ListAccountPermissions",
  "inspector2:ListCoverage",
  "inspector2:ListFindings",
];

/**
 * What the first pull of an image through a cache needs: it creates the repository, with a lifecycle policy, and imports
 * the image. Nodes have no permission to create repositories.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-create.html
 */
const cacheFilling = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:BatchImportUpstreamImage",
  "ecr:CreateRepository",
  "ecr:GetDownloadUrlForLayer",
  "ecr:PutLifecyclePolicy",
  "ecr:TagResource",
];

/**
 * Permissions, in addition to reading, that Terraform needs to create, change and delete whole environments. Resources
 * with their own name are limited to the names of an environment, others by `taggedPermissions`, and roles by
 * `rolePermissions`.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function deployPermissions(environments: readonly EnvironmentReference[]): DataAwsIamPolicyDocumentStatement[] {
  const regions = new Set(environments.map(({ region }) => region));
  const zones = environments.map(({ partition }) => `arn:${partition}:route53:::hostedzone/*`);
  const networks = environments.map((environment) => arn(environment, "ec2", "vpc/*"));
  return [
    {
      sid: "ConfigureRegistry",
      actions: registrySettings,
      resources: ["*"],
      condition: [equals("aws:RequestedRegion", ...regions)],
    },
    {
      sid: "ManageNamed",
      actions: ["ecr:*", "eks:*", "events:*", "kms:*Alias", "logs:*", "sqs:*"],
      resources: environments.flatMap(namedArns),
      condition: [equals("aws:RequestedRegion", ...regions)],
    },
    ...permissionsForCaches(environments),
    {
      sid: "NameInterfaceEndpoints",
      actions: ["route53:AssociateVPCWithHostedZone"],
      resources: [...new Set([...zones, ...networks])],
    },
  ];
}

function permissionsForCaches(environments: readonly EnvironmentReference[]): DataAwsIamPolicyDocumentStatement[] {
  const resources = environments.flatMap((environment) =>
    environment.cachePrefixes.map((prefix) => arn(environment, "ecr", `repository/${prefix}/*`)),
  );
  return resources.length === 0 ? [] : [{ sid: "FillCaches", actions: cacheFilling, resources }];
}

const partsOfClusters = ["access-entry", "addon", "nodegroup", "podidentityassociation"];

/**
 * Names of an environment's resources, as short as they can be: most of the length of a role's policies are these, once for
 * each environment. The statement's condition names the regions. Another account's resources of these names are out of
 * reach without a policy of that account.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
function namedArns({ prefix, partition }: EnvironmentReference): string[] {
  const named = (service: string, resource: string) => `arn:${partition}:${service}:*:*:${resource}`;
  return [
    named("ecr", `repository/${prefix}/*`),
    named("eks", `cluster/${prefix}`),
    ...partsOfClusters.map((part) => named("eks", `${part}/${prefix}/*`)),
    named("events", `rule/${prefix}-*`),
    named("kms", `alias/${prefix}-*`),
    named("logs", `log-group:/aws/*/${prefix}/*`),
    named("sqs", `${prefix}-*`),
  ];
}
