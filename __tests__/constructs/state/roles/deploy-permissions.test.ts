import { calls, type Call, decisionsByIdentity } from "../../../support/identity-policies";
import { type AccessCase, expectedDecisions } from "../../../support/policies";
import { dev, prod } from "../../../support/example";
import { account, bootstrap, bootstrapWithOwnDeployers, permissionsOf } from "../../../stacks/bootstrap-fixture";

const arn = (service: string, rest: string) => `arn:aws:${service}:ap-northeast-1:${account}:${rest}`;
const iam = (rest: string) => `arn:aws:iam::${account}:${rest}`;
const inRegion = { "aws:RequestedRegion": "ap-northeast-1" };
const passedTo = (service: string) => ({ "iam:PassedToService": service });
const throughEc2 = { "kms:ViaService": "ec2.ap-northeast-1.amazonaws.com" };

/** EKS requests a grant on behalf of its caller, as EC2 does, but without the key that EC2 sets for its own resources. */
const throughService = { "aws:ViaAWSService": "true" };
const throughEc2ForVolume = { ...throughService, ...throughEc2, "kms:GrantIsForAWSResource": "true" };

/** The resource has the environment's tag, or the request gives it to a new one. */
const tagged = (environment: string) => ({ "aws:ResourceTag/Environment": environment });
const tagging = (environment: string) => ({ "aws:RequestTag/Environment": environment });

const boundary = (environment: string) => iam(`policy/platform-${environment}-boundary`);
const boundedBy = (environment: string) => ({ "iam:PermissionsBoundary": boundary(environment) });

const apart = bootstrapWithOwnDeployers();

/** What changes an environment through the resources that it has. */
function changes(environment: string): Call[] {
  const prefix = `platform-${environment}`;
  const role = iam(`role/${prefix}-node`);
  const oidcProvider = iam("oidc-provider/oidc.eks.ap-northeast-1.amazonaws.com/id/A");
  const ec2 = { ...inRegion, ...tagged(environment) };
  return [
    ["ec2:TerminateInstances", arn("ec2", "instance/i-1"), ec2],
    ["ec2:DeleteVpc", arn("ec2", "vpc/vpc-1"), ec2],
    ["ec2:CreateSubnet", arn("ec2", "vpc/vpc-1"), ec2],
    ["ec2:CreateRoute", arn("ec2", "route-table/rtb-1"), ec2],
    ["ec2:ReleaseAddress", arn("ec2", "elastic-ip/eipalloc-1"), ec2],
    ["ec2:RevokeSecurityGroupIngress", arn("ec2", "security-group/sg-1"), ec2],
    ["ec2:CreateTags", arn("ec2", "subnet/subnet-1"), ec2],
    ["ec2:CreateLaunchTemplateVersion", arn("ec2", "launch-template/lt-1"), ec2],
    ["ec2:RunInstances", arn("ec2", "subnet/subnet-1"), ec2],
    ["eks:DeleteCluster", arn("eks", `cluster/${prefix}`)],
    ["eks:DeleteNodegroup", arn("eks", `nodegroup/${prefix}/general/1`)],
    ["ecr:DeleteRepository", arn("ecr", `repository/${prefix}/api`)],
    ["ecr:InitiateLayerUpload", arn("ecr", `repository/${prefix}/api`)],
    ["ecr:PutImage", arn("ecr", `repository/${prefix}/api`)],
    ["logs:DeleteLogGroup", arn("logs", `log-group:/aws/eks/${prefix}/cluster`)],
    ["sqs:CreateQueue", arn("sqs", `${prefix}-karpenter`)],
    ["events:PutRule", arn("events", `rule/${prefix}-karpenter-spot`)],
    ["kms:ScheduleKeyDeletion", arn("kms", "key/1"), tagged(environment)],
    ["kms:PutKeyPolicy", arn("kms", "key/1"), tagged(environment)],
    ["kms:UntagResource", arn("kms", "key/1"), tagged(environment)],
    ["kms:DisableKeyRotation", arn("kms", "key/1"), tagged(environment)],
    ["kms:CreateGrant", arn("kms", "key/1"), { ...throughEc2ForVolume, ...tagged(environment) }],
    ["kms:CreateGrant", arn("kms", "key/1"), { ...throughService, ...tagged(environment) }],
    ["kms:CreateGrant", arn("kms", "key/1"), tagged(environment)],
    ["kms:TagResource", arn("kms", "key/1"), { ...tagged(environment), ...tagging(environment) }],
    ["kms:UpdateAlias", arn("kms", "key/1"), tagged(environment)],
    ["kms:Decrypt", arn("kms", "key/1"), { ...throughEc2, ...tagged(environment) }],
    ["kms:GenerateDataKeyWithoutPlaintext", arn("kms", "key/1"), { ...throughEc2, ...tagged(environment) }],
    ["kms:ReEncryptFrom", arn("kms", "key/1"), { ...throughEc2, ...tagged(environment) }],
    ["kms:ReEncryptTo", arn("kms", "key/1"), { ...throughEc2, ...tagged(environment) }],
    ["kms:UpdateAlias", arn("kms", `alias/${prefix}-logs`)],
    ["iam:AttachRolePolicy", role, boundedBy(environment)],
    ["iam:PutRolePolicy", role, boundedBy(environment)],
    ["iam:DeleteRole", role, boundedBy(environment)],
    ["iam:UpdateAssumeRolePolicy", role, boundedBy(environment)],
    ["iam:PutRolePermissionsBoundary", role, boundedBy(environment)],
    ["iam:TagRole", role],
    ["iam:RemoveRoleFromInstanceProfile", iam(`instance-profile/${prefix}-session-manager`)],
    ["iam:CreateInstanceProfile", iam(`instance-profile/${prefix}-session-manager`)],
    ["iam:PassRole", role, passedTo("eks.amazonaws.com")],
    ["iam:PassRole", iam(`role/${prefix}-image-caches`), passedTo("ecr.amazonaws.com")],
    ["iam:DeleteOpenIDConnectProvider", oidcProvider, tagged(environment)],
    ["iam:UpdateOpenIDConnectProviderThumbprint", oidcProvider, tagged(environment)],
    ["iam:UntagOpenIDConnectProvider", oidcProvider, tagged(environment)],
  ];
}

/** What creates an environment's resources. */
function creations(environment: string): Call[] {
  const oidcProvider = iam("oidc-provider/oidc.eks.ap-northeast-1.amazonaws.com/id/A");
  const created = { ...inRegion, ...tagging(environment) };
  return [
    ["ec2:CreateVpc", arn("ec2", "vpc/*"), created],
    ["ec2:RunInstances", arn("ec2", "instance/*"), created],
    ["ec2:CreateTags", arn("ec2", "volume/*"), { ...created, "ec2:CreateAction": "RunInstances" }],
    ["ec2:AuthorizeSecurityGroupIngress", arn("ec2", "security-group-rule/*"), created],
    ["eks:CreateCluster", "*", created],
    ["kms:CreateKey", "*", created],
    ["kms:TagResource", arn("kms", "key/1"), tagging(environment)],
    ["iam:CreateRole", iam(`role/platform-${environment}-node`), boundedBy(environment)],
    ["iam:CreateOpenIDConnectProvider", oidcProvider, tagging(environment)],
    ["iam:TagOpenIDConnectProvider", oidcProvider, tagging(environment)],
  ];
}

/** What concerns no environment in particular: AWS offers no name or tag for it, or it has none yet. */
const shared: readonly Call[] = [
  ["ecr:PutRegistryScanningConfiguration", "*", inRegion],
  ["ecr:CreatePullThroughCacheRule", "*", inRegion],
  ["ecr:UpdateRepositoryCreationTemplate", "*", inRegion],
  ["ecr:GetAuthorizationToken", "*", inRegion],
  ["inspector2:Enable", "*", inRegion],
  ["inspector2:Disable", "*", inRegion],
  ["inspector2:ListFindings", "*", inRegion],
  ["inspector2:ListAccountPermissions", "*", inRegion],
  ["inspector2:ListCoverage", "*", inRegion],
  ["ec2:RunInstances", "arn:aws:ec2:ap-northeast-1::image/ami-1", inRegion],
  ["ec2:RunInstances", arn("ec2", "network-interface/*"), inRegion],
  ["ec2:RunInstances", arn("ec2", "volume/*"), inRegion],
  ["ec2:AuthorizeSecurityGroupIngress", arn("ec2", "security-group/sg-of-eks"), inRegion],
  ["ec2:RevokeSecurityGroupEgress", arn("ec2", "security-group/sg-default"), inRegion],
  ["kms:CreateAlias", arn("kms", "key/new")],
  ["kms:EnableKeyRotation", arn("kms", "key/new")],
  ["kms:CreateGrant", arn("kms", "key/new"), throughEc2ForVolume],
  ["kms:CreateGrant", arn("kms", "key/new"), throughService],
  ["route53:AssociateVPCWithHostedZone", "arn:aws:route53:::hostedzone/Z1"],
  [
    "iam:CreateServiceLinkedRole",
    iam("role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS"),
    { "iam:AWSServiceName": "eks.amazonaws.com" },
  ],
  [
    "iam:CreateServiceLinkedRole",
    iam("role/aws-service-role/inspector2.amazonaws.com/AWSServiceRoleForAmazonInspector2"),
    { "iam:AWSServiceName": "inspector2.amazonaws.com" },
  ],
  [
    "iam:CreateServiceLinkedRole",
    iam("role/aws-service-role/ecr.amazonaws.com/AWSServiceRoleForECRTemplate"),
    { "iam:AWSServiceName": "ecr.amazonaws.com" },
  ],
];

/** What a deployer of any environment must not do. */
const others: readonly Call[] = [
  [
    "ec2:CreateVpc",
    "arn:aws:ec2:us-east-1:123456789012:vpc/*",
    { "aws:RequestedRegion": "us-east-1", ...tagging("dev") },
  ],
  ["ec2:CreateVpc", arn("ec2", "vpc/*"), inRegion],
  ["ec2:TerminateInstances", arn("ec2", "instance/i-1"), inRegion],
  ["ec2:TerminateInstances", arn("ec2", "instance/i-1"), { "aws:RequestedRegion": "us-east-1", ...tagged("dev") }],
  ["ec2:CreateTags", arn("ec2", "instance/i-1"), inRegion],
  ["ec2:DisableEbsEncryptionByDefault", "*", inRegion],
  [
    "eks:DeleteCluster",
    "arn:aws:eks:us-east-1:123456789012:cluster/platform-dev",
    { "aws:RequestedRegion": "us-east-1" },
  ],
  ["eks:CreateCluster", "*", inRegion],
  ["eks:DeleteCluster", arn("eks", "cluster/billing")],
  ["eks:DeleteNodegroup", arn("eks", "nodegroup/billing/platform-dev/1")],
  ["ecr:DeleteRepository", arn("ecr", "repository/billing/api")],
  ["logs:DeleteLogGroup", arn("logs", "log-group:/aws/lambda/billing")],
  ["sqs:DeleteQueue", arn("sqs", "billing")],
  ["events:DeleteRule", arn("events", "rule/billing")],
  ["events:DisableRule", arn("events", "rule/platform-audit-rules-changed")],
  ["kms:CreateKey", "*", inRegion],
  ["kms:Decrypt", arn("kms", "key/1")],
  ["kms:Decrypt", arn("kms", "key/1"), { "kms:ViaService": "secretsmanager.ap-northeast-1.amazonaws.com" }],
  ["kms:GenerateDataKeyWithoutPlaintext", "arn:aws:kms:us-east-1:123456789012:key/1", throughEc2],
  ["kms:ScheduleKeyDeletion", arn("kms", "key/untagged")],
  ["kms:PutKeyPolicy", arn("kms", "key/untagged")],
  ["kms:CreateGrant", arn("kms", "key/untagged")],
  ["kms:CreateGrant", arn("kms", "key/untagged"), { "aws:ViaAWSService": "false" }],
  ["kms:CreateGrant", "arn:aws:kms:us-east-1:123456789012:key/1", { ...throughService, ...tagged("dev") }],
  ["kms:UpdateAlias", arn("kms", "alias/terraform-state")],
  ["kms:ScheduleKeyDeletion", "arn:aws:kms:us-east-1:123456789012:key/1", tagged("dev")],
  ["route53:ChangeResourceRecordSets", "arn:aws:route53:::hostedzone/Z1"],
  ["iam:CreateInstanceProfile", iam("instance-profile/billing")],
  ["iam:PassRole", iam("role/Billing"), passedTo("eks.amazonaws.com")],
  ["iam:PassRole", iam("role/platform-dev-node"), passedTo("lambda.amazonaws.com")],
  ["iam:PassRole", iam("role/platform-dev-node")],
  ["iam:CreateUser", iam("user/unlisted")],
  ["iam:DeleteOpenIDConnectProvider", iam("oidc-provider/oidc.eks.ap-northeast-1.amazonaws.com/id/untagged")],
  ["iam:DeleteOpenIDConnectProvider", iam("oidc-provider/token.actions.githubusercontent.com"), tagged("dev")],
  ["iam:CreateOpenIDConnectProvider", iam("oidc-provider/oidc.eks.ap-northeast-1.amazonaws.com/id/A")],
  [
    "iam:CreateServiceLinkedRole",
    iam("role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty"),
    { "iam:AWSServiceName": "guardduty.amazonaws.com" },
  ],
  ["inspector2:Enable", "*", { "aws:RequestedRegion": "us-east-1" }],
  ["inspector2:DisableDelegatedAdminAccount", "*", inRegion],
  ["inspector2:ListMembers", "*", inRegion],
  ["ecr:PutRegistryPolicy", "*", inRegion],
  ["ecr:PutImage", arn("ecr", "repository/billing/api")],
  ["ecr:BatchImportUpstreamImage", arn("ecr", "repository/docker-hub/library/nginx")],
  ["cloudtrail:StopLogging", arn("cloudtrail", "trail/platform-state")],
  ["secretsmanager:GetSecretValue", arn("secretsmanager", "secret:billing")],
];

type Expectation = readonly [decision: AccessCase["decision"] | "not allowed", rows: readonly Call[]];

/** Each call of a role, with the decision of its own policies. Every request of AWS has its region as a condition key. */
async function expectDecisions(stack: typeof apart, role: string, expectations: readonly Expectation[]): Promise<void> {
  const caller = {
    principal: iam(`role/${role}`),
    identityPolicies: permissionsOf(stack, role),
    resourceAccount: account,
  };
  for (const [decision, rows] of expectations) {
    const inTheRegion = rows.map(([action, resource, context]): Call => [
      action,
      resource,
      { ...inRegion, ...context },
    ]);
    const cases = calls(caller, decision === "not allowed" ? "ImplicitlyDenied" : decision, inTheRegion);
    const found = await decisionsByIdentity(cases);
    if (decision !== "not allowed") expect(found).toEqual(expectedDecisions(cases));
    else expect(Object.entries(found).filter(([, answer]) => answer === "Allowed")).toEqual([]);
  }
}

describe("permissions to change an environment", () => {
  test.each([
    { environment: "dev", role: "DevDeployer", other: "prod" },
    { environment: "prod", role: "ProdDeployer", other: "dev" },
  ])("let $role change and create what is of $environment, by name or tag, and nothing of $other", async (row) => {
    await expectDecisions(apart, row.role, [
      ["Allowed", [...changes(row.environment), ...creations(row.environment), ...shared]],
      ["not allowed", [...changes(row.other), ...creations(row.other), ...others]],
    ]);
  });

  test("let one role change all environments for which it writes the state", async () => {
    await expectDecisions(bootstrap(), "TerraformExecutionRole", [
      ["Allowed", [...changes("dev"), ...changes("prod"), ...creations("dev"), ...creations("prod"), ...shared]],
      ["not allowed", [...changes("billing"), ...creations("billing"), ...others]],
    ]);
  });

  test("do not let a resource of another environment be taken over by its tag", async () => {
    const overPods = iam("oidc-provider/oidc.eks.ap-northeast-1.amazonaws.com/id/A");
    await expectDecisions(apart, "DevDeployer", [
      [
        "not allowed",
        [
          ["ec2:CreateTags", arn("ec2", "instance/i-1"), { ...inRegion, ...tagged("prod"), ...tagging("dev") }],
          ["ec2:DeleteTags", arn("ec2", "instance/i-1"), { ...inRegion, ...tagged("prod") }],
          ["ec2:CreateTags", arn("ec2", "instance/i-1"), { ...inRegion, ...tagging("dev") }],
          ["ec2:AuthorizeSecurityGroupIngress", arn("ec2", "security-group/sg"), { ...inRegion, ...tagged("prod") }],
          ["kms:TagResource", arn("kms", "key/1"), { ...tagged("prod"), ...tagging("dev") }],
          ["kms:TagResource", arn("kms", "key/1"), tagging("prod")],
          ["kms:CreateAlias", arn("kms", "key/1"), tagged("prod")],
          ["iam:TagOpenIDConnectProvider", overPods, { ...tagged("prod"), ...tagging("dev") }],
        ],
      ],
      [
        "ExplicitlyDenied",
        [["ec2:TerminateInstances", arn("ec2", "instance/i-1"), { ...inRegion, ...tagged("prod") }]],
      ],
    ]);
  });

  test("include the first pull through each cache of the settings, and no other use of those repositories", async () => {
    const pullThroughCache = { k8s: { upstream: "registry.k8s.io" }, quay: { upstream: "quay.io" } } as const;
    const cached = (name: string) => arn("ecr", `repository/${name}`);
    const pull = [
      "ecr:CreateRepository",
      "ecr:PutLifecyclePolicy",
      "ecr:BatchImportUpstreamImage",
      "ecr:BatchGetImage",
      "ecr:GetDownloadUrlForLayer",
    ];

    await expectDecisions(
      bootstrap({}, [{ ...dev, imageRegistry: { pullThroughCache } }, prod]),
      "TerraformExecutionRole",
      [
        [
          "Allowed",
          ["k8s/pause", "quay/argoproj/argocd"].flatMap((name) => pull.map((action): Call => [action, cached(name)])),
        ],
        [
          "ImplicitlyDenied",
          [
            ["ecr:PutImage", cached("k8s/pause")],
            ["ecr:DeleteRepository", cached("k8s/pause")],
            ["ecr:BatchImportUpstreamImage", cached("docker-hub/library/nginx")],
            ["ecr:CreateRepository", cached("k8s-other/pause")],
          ],
        ],
      ],
    );
  });

  test("do not include the planner's role, which reads configuration but no data", async () => {
    await expectDecisions(bootstrap(), "TerraformPlanRole", [
      [
        "ImplicitlyDenied",
        [
          ...changes("dev"),
          ...creations("prod"),
          ...shared,
          ...others,
          ["ecr:BatchGetImage", arn("ecr", "repository/platform-dev/api")],
          ["logs:GetLogEvents", arn("logs", "log-group:/aws/eks/platform-dev/cluster:log-stream:a")],
          ["ssm:GetParameter", arn("ssm", "parameter/database/password")],
          ["sqs:ReceiveMessage", arn("sqs", "platform-dev-karpenter")],
          ["s3:GetObject", "arn:aws:s3:::billing/invoices"],
        ],
      ],
      [
        "Allowed",
        [
          ["ec2:DescribeVpcs", "*"],
          ["eks:DescribeCluster", arn("eks", "cluster/platform-prod")],
          ["ecr:DescribeRepositories", arn("ecr", "repository/platform-dev/api")],
          ["iam:GetRole", iam("role/platform-dev-node")],
        ],
      ],
    ]);
  });
});

describe("a principal that deploys cannot make itself an administrator", () => {
  const own = iam("role/DevDeployer");
  const node = iam("role/platform-dev-node");
  const administratorAccess = { "iam:PolicyARN": "arn:aws:iam::aws:policy/AdministratorAccess" };

  const escalations: readonly (readonly [way: string, call: Call])[] = [
    ["create a role without the boundary", ["iam:CreateRole", iam("role/platform-dev-x")]],
    ["create a role under another boundary", ["iam:CreateRole", iam("role/platform-dev-x"), boundedBy("prod")]],
    ["create a role of another name", ["iam:CreateRole", iam("role/Administrator"), boundedBy("dev")]],
    ["attach AdministratorAccess to itself", ["iam:AttachRolePolicy", own, administratorAccess]],
    ["attach AdministratorAccess", ["iam:AttachRolePolicy", node, { ...administratorAccess, ...boundedBy("dev") }]],
    ["attach a policy to a role without the boundary", ["iam:AttachRolePolicy", node]],
    ["write a policy of itself", ["iam:PutRolePolicy", own]],
    ["write a policy of itself, which has no boundary", ["iam:PutRolePolicy", own, boundedBy("dev")]],
    ["write a policy of a role without the boundary", ["iam:PutRolePolicy", node]],
    ["change its own trust", ["iam:UpdateAssumeRolePolicy", own, boundedBy("dev")]],
    ["change the trust of break-glass", ["iam:UpdateAssumeRolePolicy", iam("role/TerraformBreakGlassRole")]],
    ["change the trust of a role without the boundary", ["iam:UpdateAssumeRolePolicy", node]],
    ["pass another role", ["iam:PassRole", iam("role/Administrator"), passedTo("ec2.amazonaws.com")]],
    ["pass break-glass", ["iam:PassRole", iam("role/TerraformBreakGlassRole"), passedTo("ec2.amazonaws.com")]],
    ["pass a role to a service that runs code", ["iam:PassRole", node, passedTo("lambda.amazonaws.com")]],
    ["remove the boundary of a role", ["iam:DeleteRolePermissionsBoundary", node, boundedBy("dev")]],
    ["give a role another boundary", ["iam:PutRolePermissionsBoundary", node, boundedBy("prod")]],
    ["change what the boundary allows", ["iam:CreatePolicyVersion", boundary("dev")]],
    ["select another version of the boundary", ["iam:SetDefaultPolicyVersion", boundary("dev")]],
    ["delete a version of the boundary", ["iam:DeletePolicyVersion", boundary("dev")]],
    ["delete the boundary", ["iam:DeletePolicy", boundary("dev")]],
    ["change its own managed policy", ["iam:CreatePolicyVersion", iam("policy/DevDeployer-tagged")]],
    ["assume break-glass", ["sts:AssumeRole", iam("role/TerraformBreakGlassRole")]],
    ["assume a role that it created", ["sts:AssumeRole", node]],
    ["create an access key", ["iam:CreateAccessKey", iam("user/admin")]],
    ["open a login", ["iam:UpdateLoginProfile", iam("user/admin")]],
  ];

  test.each(escalations)("by trying to %s", async (_, call) => {
    await expectDecisions(apart, "DevDeployer", [["not allowed", [call]]]);
  });
});
