import { calls, type Call, decisionsByIdentity } from "../../../support/identity-policies";
import { administratorAccess, expectedDecisions } from "../../../support/policies";
import { policyDocument } from "../../../support/policy-document";
import { unnoticed, mutationsOf } from "../../../support/policy-mutations";
import { account, bootstrap } from "../../../stacks/bootstrap-fixture";

const arn = (service: string, rest: string) => `arn:aws:${service}:ap-northeast-1:${account}:${rest}`;
const iam = (rest: string) => `arn:aws:iam::${account}:${rest}`;
const tagged = (environment: string) => ({ "aws:ResourceTag/Environment": environment });

const stack = bootstrap();
const boundary = policyDocument(stack, "aws_iam_policy.boundary_dev.policy");

/** A role of dev to which AdministratorAccess is attached, so that only the boundary refuses. */
const caller = {
  principal: iam("role/platform-dev-x"),
  identityPolicies: [administratorAccess],
  boundary,
  resourceAccount: account,
};

const allowed: readonly Call[] = [
  ["ec2:TerminateInstances", arn("ec2", "instance/i-1"), tagged("dev")],
  ["ec2:CreateFleet", arn("ec2", "fleet/*")],
  ["autoscaling:SetDesiredCapacity", arn("autoscaling", "autoScalingGroup:1:autoScalingGroupName/eks"), tagged("dev")],
  ["elasticloadbalancing:DeleteLoadBalancer", arn("elasticloadbalancing", "loadbalancer/app/a/1"), tagged("dev")],
  ["eks:DescribeCluster", arn("eks", "cluster/platform-dev"), tagged("dev")],
  ["eks-auth:AssumeRoleForPodIdentity", arn("eks", "cluster/platform-dev")],
  ["ecr:BatchGetImage", arn("ecr", "repository/platform-prod/api"), tagged("prod")],
  ["kms:Decrypt", arn("kms", "key/1"), tagged("dev")],
  ["logs:PutLogEvents", arn("logs", "log-group:/aws/vpc/platform-dev/flow-logs:log-stream:a")],
  ["s3:GetObject", "arn:aws:s3:::orders/one"],
  ["sns:Publish", arn("sns", "orders")],
  ["events:PutEvents", arn("events", "event-bus/orders")],
  ["route53:ChangeResourceRecordSets", "arn:aws:route53:::hostedzone/Z1"],
  ["iam:GetInstanceProfile", iam("instance-profile/platform-dev-karpenter-node")],
  ["iam:ListServerCertificates", "*"],
  ["iam:CreateServiceLinkedRole", iam("role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot")],
  ["iam:PassRole", iam("role/platform-dev-karpenter-node")],
  ["sts:AssumeRole", iam("role/platform-dev-y")],
  ["sts:AssumeRole", "arn:aws:iam::210987654321:role/Dns"],
];

const notAllowed: readonly Call[] = [
  ["iam:CreateUser", iam("user/unlisted")],
  ["iam:CreateRole", iam("role/platform-dev-z")],
  ["iam:PutRolePolicy", iam("role/platform-dev-x")],
  ["iam:AttachRolePolicy", iam("role/platform-dev-x")],
  ["iam:DeleteRolePermissionsBoundary", iam("role/platform-dev-x")],
  ["iam:CreatePolicyVersion", iam("policy/platform-dev-boundary")],
  ["iam:UpdateAssumeRolePolicy", iam("role/TerraformBreakGlassRole")],
  ["iam:PassRole", iam("role/Administrator")],
  ["iam:PassRole", iam("role/platform-prod-node")],
  ["sts:AssumeRole", iam("role/TerraformExecutionRole")],
  ["sts:AssumeRole", iam("role/platform-prod-node")],
  ["cloudtrail:StopLogging", arn("cloudtrail", "trail/platform-audit")],
  ["organizations:LeaveOrganization", "*"],
  ["account:CloseAccount", "*"],
  ["identitystore:CreateUser", "*"],
  ["sso:CreatePermissionSet", "arn:aws:sso:::instance/ssoins-1234567890abcdef"],
  ["sso-directory:CreateUser", "*"],
];

const denied: readonly Call[] = [
  ["ec2:TerminateInstances", arn("ec2", "instance/i-1"), tagged("prod")],
  ["autoscaling:SetDesiredCapacity", arn("autoscaling", "autoScalingGroup:1:autoScalingGroupName/eks"), tagged("prod")],
  ["elasticloadbalancing:DeleteLoadBalancer", arn("elasticloadbalancing", "loadbalancer/app/a/1"), tagged("prod")],
  ["eks:DeleteCluster", arn("eks", "cluster/platform-prod"), tagged("prod")],
  ["kms:PutKeyPolicy", arn("kms", "key/1"), tagged("prod")],
  ["s3:GetObject", "arn:aws:s3:::my-terraform-state-prod/eks-cluster/terraform.tfstate"],
  ["s3:PutBucketPolicy", "arn:aws:s3:::my-terraform-state-audit"],
  ["events:DisableRule", arn("events", "rule/platform-audit-rules-changed")],
  ["logs:DeleteLogGroup", arn("logs", "log-group:/aws/cloudtrail/platform-audit")],
  ["sns:DeleteTopic", arn("sns", "platform-audit-alerts")],
];

const cases = [
  ...calls(caller, "Allowed", allowed),
  ...calls(caller, "ImplicitlyDenied", notAllowed),
  ...calls(caller, "ExplicitlyDenied", denied),
];

describe("the permissions boundary of an environment's roles", () => {
  test("limits even AdministratorAccess to workloads of the environment", async () => {
    expect(await decisionsByIdentity(cases)).toEqual(expectedDecisions(cases));
  });

  test("has no part that could be removed unnoticed", async () => {
    const decide = (policy: typeof boundary, rows: typeof cases) =>
      decisionsByIdentity(rows.map((row) => ({ ...row, boundary: policy })));

    // Every other action of STS is among the services.
    const effective = mutationsOf(boundary).filter(
      ({ change }) => change !== "with all actions of AssumeRolesOfOtherAccounts",
    );

    expect(await unnoticed(effective, cases, (policy, rows) => decide(policy, [...rows]))).toEqual([]);
  });

  test("exists once for each environment, under the name that its stack uses", () => {
    expect(stack.ids("aws_iam_policy").filter((id) => id.startsWith("boundary"))).toEqual([
      "boundary_dev",
      "boundary_prod",
    ]);
    expect(stack.at("aws_iam_policy.boundary_prod").name).toBe("platform-prod-boundary");
  });
});
