import {
  LoadBalancerController,
  type LoadBalancerControllerProps,
} from "../../../../src/constructs/eks/workloads/load-balancer-controller";
import { synthesize } from "../../../support/synthesize";
import { cluster, decide, inlinePolicy, inlinePolicyQuota, statementOf } from "./workload-fixture";

const balancing = "arn:aws:elasticloadbalancing:ap-northeast-1:123456789012";
const ec2 = "arn:aws:ec2:ap-northeast-1:123456789012";
const all = [
  `${balancing}:loadbalancer/app/*/*`,
  `${balancing}:loadbalancer/net/*/*`,
  `${balancing}:targetgroup/*/*`,
  `${balancing}:listener/app/*/*/*`,
  `${balancing}:listener/net/*/*/*`,
  `${balancing}:listener-rule/app/*/*/*`,
  `${balancing}:listener-rule/net/*/*/*`,
];

function build(props: Partial<LoadBalancerControllerProps> = {}) {
  let controller: LoadBalancerController | undefined;
  const stack = synthesize((scope) => {
    controller = new LoadBalancerController(scope, "balancer", { ...cluster, vpcId: "vpc-0123", ...props });
  });
  const policy = () => inlinePolicy(stack, "balancer_controller_load_balancers");
  return { stack, helmValues: controller?.helmValues, policy };
}

describe("LoadBalancerController", () => {
  const policy = build().policy();

  test("reads only in its own region", () => {
    const read = statementOf(policy, "ReadNetworkAndLoadBalancers");

    expect(read.Condition).toEqual({ StringEquals: { "aws:RequestedRegion": ["ap-northeast-1"] } });
    expect(read.Action).not.toContainEqual(expect.not.stringMatching(/:(Describe|Get|List)/));
  });

  test("reads certificates and user pools of its own account and region", () => {
    expect(statementOf(policy, "ReadCertificatesAndUserPools")).toMatchObject({
      Action: ["acm:DescribeCertificate", "cognito-idp:DescribeUserPoolClient"],
      Resource: [
        "arn:aws:acm:ap-northeast-1:123456789012:certificate/*",
        "arn:aws:cognito-idp:ap-northeast-1:123456789012:userpool/*",
      ],
    });
  });

  test("creates security groups in its VPC, tagged with this cluster", () => {
    expect(statementOf(policy, "CreateSecurityGroups")).toMatchObject({
      Action: ["ec2:CreateSecurityGroup"],
      Resource: [`${ec2}:security-group/*`, `${ec2}:vpc/vpc-0123`],
    });
    expect(statementOf(policy, "TagSecurityGroupsAtCreation")).toMatchObject({
      Action: ["ec2:CreateTags"],
      Resource: [`${ec2}:security-group/*`],
      Condition: {
        StringEquals: {
          "ec2:CreateAction": ["CreateSecurityGroup"],
          "aws:RequestTag/elbv2.k8s.aws/cluster": ["platform-dev"],
        },
      },
    });
  });

  test("retags and deletes security groups of this cluster, and cannot assign them to another", () => {
    expect(statementOf(policy, "RetagSecurityGroupsOfThisCluster")).toMatchObject({
      Action: ["ec2:CreateTags", "ec2:DeleteTags"],
      Resource: [`${ec2}:security-group/*`],
      Condition: {
        StringEquals: { "aws:ResourceTag/elbv2.k8s.aws/cluster": ["platform-dev"] },
        Null: { "aws:RequestTag/elbv2.k8s.aws/cluster": ["true"] },
      },
    });
    expect(statementOf(policy, "DeleteSecurityGroupsOfThisCluster")).toMatchObject({
      Action: ["ec2:DeleteSecurityGroup"],
      Resource: [`${ec2}:security-group/*`],
      Condition: { StringEquals: { "aws:ResourceTag/elbv2.k8s.aws/cluster": ["platform-dev"] } },
    });
  });

  test("changes rules only of security groups in its VPC", () => {
    expect(statementOf(policy, "LetLoadBalancersReachTheVpc")).toMatchObject({
      Action: ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"],
      Resource: [`${ec2}:security-group/*`],
      Condition: { ArnEquals: { "ec2:Vpc": [`${ec2}:vpc/vpc-0123`] } },
    });
  });

  test("creates load balancers and target groups tagged with this cluster, and listeners and rules on those", () => {
    expect(statementOf(policy, "CreateForThisCluster")).toMatchObject({
      Action: ["elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:CreateTargetGroup"],
      Resource: all.slice(0, 3),
      Condition: { StringEquals: { "aws:RequestTag/elbv2.k8s.aws/cluster": ["platform-dev"] } },
    });
    expect(statementOf(policy, "CreateListenersAndRulesOfThisCluster")).toMatchObject({
      Action: ["elasticloadbalancing:CreateListener", "elasticloadbalancing:CreateRule"],
      Resource: [all[0], all[1], all[3], all[4]],
      Condition: { StringEquals: { "aws:ResourceTag/elbv2.k8s.aws/cluster": ["platform-dev"] } },
    });
    expect(statementOf(policy, "TagAtCreation")).toMatchObject({
      Action: ["elasticloadbalancing:AddTags"],
      Resource: all,
      Condition: {
        StringEquals: {
          "aws:RequestTag/elbv2.k8s.aws/cluster": ["platform-dev"],
          "elasticloadbalancing:CreateAction": [
            "CreateLoadBalancer",
            "CreateTargetGroup",
            "CreateListener",
            "CreateRule",
          ],
        },
      },
    });
  });

  test("changes and deletes only resources with this cluster's tag", () => {
    const change = statementOf(policy, "ChangeWhatIsOfThisCluster");

    expect(change.Resource).toEqual(all);
    expect(change.Condition).toEqual({
      StringEquals: { "aws:ResourceTag/elbv2.k8s.aws/cluster": ["platform-dev"] },
    });
    expect(change.Action).toEqual(
      expect.arrayContaining(["elasticloadbalancing:DeleteLoadBalancer", "elasticloadbalancing:ModifyListener"]),
    );
    expect(statementOf(policy, "RetagWhatIsOfThisCluster").Condition).toEqual({
      StringEquals: { "aws:ResourceTag/elbv2.k8s.aws/cluster": ["platform-dev"] },
      Null: { "aws:RequestTag/elbv2.k8s.aws/cluster": ["true"] },
    });
  });

  test("registers targets and orders rules in its own account and region", () => {
    expect(statementOf(policy, "RegisterTargets")).toMatchObject({
      Action: ["elasticloadbalancing:RegisterTargets", "elasticloadbalancing:DeregisterTargets"],
      Resource: [`${balancing}:targetgroup/*/*`],
    });
    expect(statementOf(policy, "OrderRules")).toMatchObject({
      Action: ["elasticloadbalancing:SetRulePriorities"],
      Resource: [all[5], all[6]],
    });
  });

  test("associates web ACLs of its own account with Application Load Balancers", () => {
    expect(statementOf(policy, "ProtectByWebAcl").Resource).toEqual([
      `${balancing}:loadbalancer/app/*/*`,
      "arn:aws:wafv2:ap-northeast-1:123456789012:regional/webacl/*/*",
    ]);
    expect(statementOf(policy, "AcceptWebAcl")).toMatchObject({
      Action: ["elasticloadbalancing:SetWebAcl"],
      Condition: { StringEquals: { "aws:RequestedRegion": ["ap-northeast-1"] } },
    });
  });

  test("can create only the service-linked role of Elastic Load Balancing", () => {
    expect(statementOf(policy, "CreateServiceLinkedRole")).toMatchObject({
      Resource: [
        "arn:aws:iam::123456789012:role/aws-service-role/elasticloadbalancing.amazonaws.com/AWSServiceRoleForElasticLoadBalancing",
      ],
      Condition: { StringEquals: { "iam:AWSServiceName": ["elasticloadbalancing.amazonaws.com"] } },
    });
  });

  test("has no other permissions", () => {
    expect(policy.Statement).toHaveLength(17);
    expect(policy.Statement.every(({ Effect }) => Effect === "Allow")).toBe(true);
    expect(JSON.stringify(policy)).not.toMatch(/shield:|waf-regional:|:\*"/);
  });

  test.each([
    ["own load balancer", "elasticloadbalancing:DeleteLoadBalancer", "loadbalancer/app/a/1", "platform-dev", "Allowed"],
    [
      "load balancer of another cluster",
      "elasticloadbalancing:DeleteLoadBalancer",
      "loadbalancer/app/a/1",
      "platform-prod",
      "ImplicitlyDenied",
    ],
    [
      "target group of another cluster",
      "elasticloadbalancing:DeleteTargetGroup",
      "targetgroup/a/1",
      "platform-prod",
      "ImplicitlyDenied",
    ],
  ])("deletes: %s", async (_, action, resource, owner, decision) => {
    const context = { "aws:ResourceTag/elbv2.k8s.aws/cluster": owner };

    expect(await decide(policy, action, `${balancing}:${resource}`, context)).toBe(decision);
  });

  test.each([
    ["its VPC", "vpc-0123", "Allowed"],
    ["another VPC", "vpc-9999", "ImplicitlyDenied"],
  ])("opens a security group of %s", async (_, vpc, decision) => {
    const context = { "ec2:Vpc": `${ec2}:vpc/${vpc}` };

    expect(await decide(policy, "ec2:AuthorizeSecurityGroupIngress", `${ec2}:security-group/sg-1`, context)).toBe(
      decision,
    );
  });

  test("fits in IAM's limit for inline policies", () => {
    expect(JSON.stringify(policy).length).toBeLessThan(inlinePolicyQuota);
  });

  test("returns Helm values with the region and the VPC, which pods cannot look up with a hop limit of 1", () => {
    expect(build().helmValues).toEqual({
      clusterName: "platform-dev",
      region: "ap-northeast-1",
      vpcId: "vpc-0123",
      serviceAccount: { name: "aws-load-balancer-controller" },
      enableShield: false,
      enableWaf: false,
    });
  });

  test("disables every add-on whose endpoint an isolated VPC cannot reach", () => {
    const addOns = { enableShield: false, enableWaf: false, enableWafv2: false };
    expect(build({ isolatedVpc: true }).helmValues).toMatchObject(addOns);
    expect(build({ isolatedVpc: false }).helmValues).not.toHaveProperty("enableWafv2");
  });

  test("serves the service account of its namespace, or another if configured", () => {
    const association = "aws_eks_pod_identity_association.balancer_controller_association";
    const moved = build({ namespace: "ingress", serviceAccount: "balancer" });

    expect(build().stack.at(association)).toMatchObject({
      namespace: "kube-system",
      service_account: "aws-load-balancer-controller",
    });
    expect(moved.stack.at(association)).toMatchObject({ namespace: "ingress", service_account: "balancer" });
  });
});
