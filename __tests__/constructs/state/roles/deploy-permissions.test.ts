import { calls, type Call, decisionsByIdentity } from "../../../support/identity-policies";
import { type AccessCase, expectedDecisions } from "../../../support/policies";
import { account, bootstrap, permissionsOf } from "../../../stacks/bootstrap-fixture";
import { dev, prod } from "../../../support/example";

describe("permissions to change an environment", () => {
  const stack = bootstrap();
  const arn = (service: string, rest: string) => `arn:aws:${service}:ap-northeast-1:${account}:${rest}`;
  const iam = (rest: string) => `arn:aws:iam::${account}:${rest}`;
  const inRegion = { "aws:RequestedRegion": "ap-northeast-1" };
  const throughEc2 = { "kms:ViaService": "ec2.ap-northeast-1.amazonaws.com" };
  const passedTo = (service: string) => ({ "iam:PassedToService": service });

  const cached = (name: string) => arn("ecr", `repository/${name}`);

  const writes: readonly Call[] = [
    ["ec2:CreateVpc", arn("ec2", "vpc/*"), inRegion],
    ["ec2:TerminateInstances", arn("ec2", "instance/i-1"), inRegion],
    ["ecr:PutRegistryScanningConfiguration", "*", inRegion],
    ["inspector2:Enable", "*", inRegion],
    ["inspector2:Disable", "*", inRegion],
    ["inspector2:ListFindings", "*", inRegion],
    ["inspector2:ListAccountPermissions", "*", inRegion],
    ["inspector2:ListCoverage", "*", inRegion],
    ["ecr:GetAuthorizationToken", "*", inRegion],
    ["ecr:InitiateLayerUpload", cached("platform-dev/api")],
    ["ecr:PutImage", cached("platform-dev/api")],
    ["kms:CreateKey", "*", inRegion],
    ["eks:CreateCluster", "*", inRegion],
    ["eks:DeleteCluster", arn("eks", "cluster/platform-prod")],
    ["eks:DeleteNodegroup", arn("eks", "nodegroup/platform-dev/general/1")],
    ["ecr:DeleteRepository", arn("ecr", "repository/platform-dev/api")],
    ["logs:DeleteLogGroup", arn("logs", "log-group:/aws/eks/platform-prod/cluster")],
    ["sqs:CreateQueue", arn("sqs", "platform-prod-karpenter")],
    ["events:PutRule", arn("events", "rule/platform-prod-karpenter-spot")],
    ["kms:ScheduleKeyDeletion", arn("kms", "key/1")],
    ["kms:GenerateDataKeyWithoutPlaintext", arn("kms", "key/1"), throughEc2],
    ["kms:ReEncryptFrom", arn("kms", "key/1"), throughEc2],
    ["kms:ReEncryptTo", arn("kms", "key/1"), throughEc2],
    ["kms:Decrypt", arn("kms", "key/1"), throughEc2],
    ["kms:CreateGrant", arn("kms", "key/1"), throughEc2],
    ["route53:AssociateVPCWithHostedZone", "arn:aws:route53:::hostedzone/Z1"],
    ["kms:CreateAlias", arn("kms", "alias/platform-dev-logs")],
    ["kms:CreateAlias", arn("kms", "key/1")],
    ["ecr:CreatePullThroughCacheRule", "*", inRegion],
    ["ecr:DeleteRegistryPolicy", "*", inRegion],
    ["ecr:UpdateRepositoryCreationTemplate", "*", inRegion],
    ["iam:AttachRolePolicy", iam("role/platform-dev-node")],
    ["iam:PutRolePolicy", iam("role/platform-dev-node")],
    ["iam:RemoveRoleFromInstanceProfile", iam("instance-profile/platform-dev-session-manager")],
    ["iam:CreateRole", iam("role/platform-dev-node")],
    ["iam:CreateInstanceProfile", iam("instance-profile/platform-dev-session-manager")],
    ["iam:PassRole", iam("role/platform-dev-node"), passedTo("eks.amazonaws.com")],
    ["iam:CreateOpenIDConnectProvider", iam("oidc-provider/oidc.eks.ap-northeast-1.amazonaws.com/id/A")],
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
    ["iam:PassRole", iam("role/platform-prod-image-caches"), passedTo("ecr.amazonaws.com")],
  ];

  const refused: readonly Call[] = [
    ["ec2:CreateVpc", "arn:aws:ec2:us-east-1:123456789012:vpc/*", { "aws:RequestedRegion": "us-east-1" }],
    ["eks:DeleteCluster", arn("eks", "cluster/billing")],
    ["ecr:DeleteRepository", arn("ecr", "repository/billing/api")],
    ["logs:DeleteLogGroup", arn("logs", "log-group:/aws/lambda/billing")],
    ["sqs:DeleteQueue", arn("sqs", "billing")],
    ["events:DeleteRule", arn("events", "rule/billing")],
    ["kms:Decrypt", arn("kms", "key/1")],
    ["kms:Decrypt", arn("kms", "key/1"), { "kms:ViaService": "secretsmanager.ap-northeast-1.amazonaws.com" }],
    ["kms:GenerateDataKeyWithoutPlaintext", "arn:aws:kms:us-east-1:123456789012:key/1", throughEc2],
    ["route53:ChangeResourceRecordSets", "arn:aws:route53:::hostedzone/Z1"],
    ["kms:UpdateAlias", arn("kms", "alias/terraform-state")],
    ["kms:ScheduleKeyDeletion", "arn:aws:kms:us-east-1:123456789012:key/1"],
    ["iam:UpdateAssumeRolePolicy", iam("role/TerraformBreakGlassRole")],
    ["iam:CreateInstanceProfile", iam("instance-profile/billing")],
    ["iam:AttachRolePolicy", iam("role/TerraformBreakGlassRole")],
    ["iam:PutRolePermissionsBoundary", iam("role/platform-dev-node")],
    ["iam:PassRole", iam("role/Billing"), passedTo("eks.amazonaws.com")],
    ["iam:PassRole", iam("role/platform-dev-node"), passedTo("lambda.amazonaws.com")],
    ["iam:CreateUser", iam("user/unlisted")],
    ["iam:DeleteOpenIDConnectProvider", iam("oidc-provider/token.actions.githubusercontent.com")],
    [
      "iam:CreateServiceLinkedRole",
      iam("role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty"),
      { "iam:AWSServiceName": "guardduty.amazonaws.com" },
    ],
    ["inspector2:Enable", "*", { "aws:RequestedRegion": "us-east-1" }],
    ["inspector2:DisableDelegatedAdminAccount", "*", inRegion],
    ["ecr:PutImage", cached("billing/api")],
    ["ecr:BatchImportUpstreamImage", cached("docker-hub/library/nginx")],
    ["cloudtrail:StopLogging", arn("cloudtrail", "trail/platform-state")],
    ["secretsmanager:GetSecretValue", arn("secretsmanager", "secret:billing")],
  ];

  const asked = (role: string, decision: AccessCase["decision"], rows: readonly Call[]): AccessCase[] =>
    calls(
      { principal: iam(`role/${role}`), identityPolicies: permissionsOf(stack, role), resourceAccount: account },
      decision,
      rows,
    );

  test("are limited to the resources of environments, under their names", async () => {
    const cases = [
      ...asked("TerraformExecutionRole", "Allowed", writes),
      ...asked("TerraformExecutionRole", "ImplicitlyDenied", refused),
    ];
    expect(await decisionsByIdentity(cases)).toEqual(expectedDecisions(cases));
  });

  test("include the first pull through each cache of the settings, and no other use of those repositories", async () => {
    const pullThroughCache = { k8s: { upstream: "registry.k8s.io" }, quay: { upstream: "quay.io" } } as const;
    const imageRegistry = { pullThroughCache };
    const identityPolicies = permissionsOf(bootstrap({}, [{ ...dev, imageRegistry }, prod]), "TerraformExecutionRole");
    const caller = { principal: iam("role/TerraformExecutionRole"), identityPolicies, resourceAccount: account };
    const pull = [
      "ecr:CreateRepository",
      "ecr:PutLifecyclePolicy",
      "ecr:BatchImportUpstreamImage",
      "ecr:BatchGetImage",
      "ecr:GetDownloadUrlForLayer",
    ];
    const cases = [
      ...calls(caller, "Allowed", [
        ...pull.map((action): Call => [action, cached("k8s/pause")]),
        ...pull.map((action): Call => [action, cached("quay/argoproj/argocd")]),
      ]),
      ...calls(caller, "ImplicitlyDenied", [
        ["ecr:PutImage", cached("k8s/pause")],
        ["ecr:DeleteRepository", cached("k8s/pause")],
        ["ecr:BatchImportUpstreamImage", cached("docker-hub/library/nginx")],
        ["ecr:CreateRepository", cached("k8s-other/pause")],
      ]),
    ];
    expect(await decisionsByIdentity(cases)).toEqual(expectedDecisions(cases));
  });

  test("do not include the planner's role, which reads configuration but no data", async () => {
    const cases = [
      ...asked("TerraformPlanRole", "ImplicitlyDenied", [
        ...writes,
        ...refused,
        ["ecr:BatchGetImage", arn("ecr", "repository/platform-dev/api")],
        ["logs:GetLogEvents", arn("logs", "log-group:/aws/eks/platform-dev/cluster:log-stream:a")],
        ["ssm:GetParameter", arn("ssm", "parameter/database/password")],
        ["sqs:ReceiveMessage", arn("sqs", "platform-dev-karpenter")],
        ["s3:GetObject", "arn:aws:s3:::billing/invoices"],
      ]),
      ...asked("TerraformPlanRole", "Allowed", [
        ["ec2:DescribeVpcs", "*"],
        ["eks:DescribeCluster", arn("eks", "cluster/platform-prod")],
        ["ecr:DescribeRepositories", arn("ecr", "repository/platform-dev/api")],
        ["iam:GetRole", iam("role/platform-dev-node")],
      ]),
    ];
    expect(await decisionsByIdentity(cases)).toEqual(expectedDecisions(cases));
  });
});
