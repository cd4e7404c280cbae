import { TerraformOutput } from "cdktf";
import { Karpenter, karpenterRoleName, type KarpenterProps } from "../../../../src/constructs/eks/workloads/karpenter";
import { KarpenterInterruptionQueue } from "../../../../src/constructs/eks/workloads/karpenter-interruption-queue";
import { type AccessCase, administratorAccess } from "../../../support/policies";
import { optionFaults } from "../../../support/option-faults";
import { policyDocument } from "../../../support/policy-document";
import { expectPolicy } from "../../../support/policy-mutations";
import { type Block, synthesize } from "../../../support/synthesize";
import { cluster } from "./workload-fixture";

function build(props: Partial<KarpenterProps> = {}) {
  const stack = synthesize((scope) => {
    const karpenter = new Karpenter(scope, "karpenter", { ...cluster, ...props });
    new TerraformOutput(scope, "values", { value: karpenter.helmValues });
  });
  const { output } = stack.json as { output?: Record<string, Block> };
  return { stack, helmValues: output?.values?.value as unknown };
}

describe("Karpenter", () => {
  const { stack } = build();

  test("gives its controller a role with a name that is known in advance", () => {
    expect(stack.at("aws_iam_role.karpenter_controller").name).toBe(karpenterRoleName("platform-dev"));
    expect(stack.at("aws_eks_pod_identity_association.karpenter_controller_association")).toMatchObject({
      namespace: "kube-system",
      service_account: "karpenter",
    });
  });

  test("gives nodes the permissions to join, without those of the CNI", () => {
    const policies = Object.values(stack.blocks("aws_iam_role_policy_attachment"))
      .filter(({ role }) => role === "${aws_iam_role.karpenter_nodes.name}")
      .map(({ policy_arn }) => String(policy_arn));

    expect(policies.sort()).toEqual([
      "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
      "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
      "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
    ]);
    expect(policyDocument(stack, "aws_iam_role.karpenter_nodes.assume_role_policy").Statement).toEqual([
      {
        Sid: "Instances",
        Effect: "Allow",
        Principal: { Service: ["ec2.amazonaws.com"] },
        Action: ["sts:AssumeRole"],
      },
    ]);
  });

  test("creates the instance profile, complete before an instance can start with it", () => {
    const profile = "aws_iam_instance_profile.karpenter_nodes_profile";

    expect(stack.at(profile)).toMatchObject({
      name: "platform-dev-karpenter-node",
      role: "${aws_iam_role.karpenter_nodes.name}",
    });
    for (const policy of stack.ids("aws_iam_role_policy_attachment")) {
      expect(stack.dependsOn(profile, `aws_iam_role_policy_attachment.${policy}`)).toBe(true);
    }
  });

  test("lets the nodes join the cluster", () => {
    expect(stack.at("aws_eks_access_entry.karpenter_nodes_access")).toMatchObject({
      cluster_name: "platform-dev",
      principal_arn: "${aws_iam_role.karpenter_nodes.arn}",
      type: "EC2_LINUX",
    });
  });

  test("returns Helm values with the cluster, the queue and the region", () => {
    expect(build({ serviceAccount: "scaler", namespace: "karpenter" }).helmValues).toEqual({
      serviceAccount: { name: "scaler" },
      settings: {
        clusterName: "platform-dev",
        interruptionQueue: "${aws_sqs_queue.karpenter_interruptions.name}",
      },
      controller: { env: [{ name: "AWS_REGION", value: "ap-northeast-1" }] },
    });
  });

  test("tells Karpenter that a VPC is isolated, and only then", () => {
    const settings = (props: Partial<KarpenterProps>) => (build(props).helmValues as { settings: object }).settings;
    expect(settings({ isolatedVpc: true })).toMatchObject({ isolatedVPC: true });
    expect(settings({ isolatedVpc: false })).not.toHaveProperty("isolatedVPC");
  });

  test("refuses a cluster name with which the names of roles would be too long, and a pattern as service account", () => {
    expect(optionFaults(() => build({ clusterName: "a".repeat(37), serviceAccount: "*" }))).toEqual([
      expect.stringMatching(/^clusterName: got "a{37}", allowed: at most 36 characters, /),
      'serviceAccount: got "*", allowed: one exact name of at most 253 lowercase letters, digits, "-" and "."',
    ]);
  });
});

describe("KarpenterInterruptionQueue", () => {
  const queueArn = "arn:aws:sqs:ap-northeast-1:123456789012:platform-dev-karpenter";
  const stack = synthesize(
    (scope) => new KarpenterInterruptionQueue(scope, "queue", { name: "platform-dev-karpenter" }),
  );
  const events = ["rebalance", "reservation", "scheduled_change", "spot_interruption", "state_change"];
  const ruleArn = (event: string) => `arn:aws:events:ap-northeast-1:123456789012:rule/platform-dev-karpenter-${event}`;

  test("is encrypted and drops messages after five minutes", () => {
    expect(stack.at("aws_sqs_queue.queue")).toMatchObject({
      name: "platform-dev-karpenter",
      sqs_managed_sse_enabled: true,
      message_retention_seconds: 300,
    });
  });

  test("receives each event on which Karpenter acts", () => {
    const patterns = Object.fromEntries(
      Object.entries(stack.blocks("aws_cloudwatch_event_rule")).map(([id, rule]) => [
        id.replace("queue_", ""),
        JSON.parse(String(rule.event_pattern)) as unknown,
      ]),
    );

    expect(patterns).toEqual({
      spot_interruption: { source: ["aws.ec2"], "detail-type": ["EC2 Spot Instance Interruption Warning"] },
      rebalance: { source: ["aws.ec2"], "detail-type": ["EC2 Instance Rebalance Recommendation"] },
      reservation: { source: ["aws.ec2"], "detail-type": ["EC2 Capacity Reservation Instance Interruption Warning"] },
      state_change: {
        source: ["aws.ec2"],
        "detail-type": ["EC2 Instance State-change Notification"],
        detail: { state: ["stopping", "stopped", "shutting-down", "terminated"] },
      },
      scheduled_change: {
        source: ["aws.health"],
        "detail-type": ["AWS Health Event"],
        detail: { service: ["EC2"], eventTypeCategory: ["scheduledChange"] },
      },
    });
    expect(stack.ids("aws_cloudwatch_event_target")).toEqual(events.map((event) => `queue_${event}_target`));
    for (const event of events) {
      expect(stack.at(`aws_cloudwatch_event_target.queue_${event}_target`)).toMatchObject({
        rule: `\${aws_cloudwatch_event_rule.queue_${event}.name}`,
        arn: "${aws_sqs_queue.queue.arn}",
      });
    }
  });

  test("accepts messages only from its own rules, and no request without TLS", async () => {
    const references = {
      "aws_sqs_queue.queue.arn": queueArn,
      ...Object.fromEntries(events.map((event) => [`aws_cloudwatch_event_rule.queue_${event}.arn`, ruleArn(event)])),
    };
    const policy = policyDocument(stack, "aws_sqs_queue_policy.queue_policy.policy", references);
    const controller = {
      principal: "arn:aws:iam::123456789012:role/platform-dev-karpenter",
      identityPolicies: [administratorAccess],
      resource: queueArn,
    };
    const cases: AccessCase[] = [
      ...events.map((event): AccessCase => ({
        name: event,
        principal: "events.amazonaws.com",
        action: "sqs:SendMessage",
        resource: queueArn,
        context: { "aws:SourceArn": ruleArn(event) },
        decision: "Allowed",
      })),
      {
        name: "another rule",
        principal: "events.amazonaws.com",
        action: "sqs:SendMessage",
        resource: queueArn,
        context: { "aws:SourceArn": ruleArn("other") },
        decision: "ImplicitlyDenied",
      },
      {
        name: "another queue",
        principal: "events.amazonaws.com",
        action: "sqs:SendMessage",
        resource: `${queueArn}-2`,
        context: { "aws:SourceArn": ruleArn("rebalance") },
        decision: "ImplicitlyDenied",
      },
      {
        name: "a rule empties the queue",
        principal: "events.amazonaws.com",
        action: "sqs:PurgeQueue",
        resource: queueArn,
        context: { "aws:SourceArn": ruleArn("rebalance") },
        decision: "ImplicitlyDenied",
      },
      { ...controller, name: "controller", action: "sqs:ReceiveMessage", decision: "Allowed" },
      {
        ...controller,
        name: "controller without TLS",
        action: "sqs:ReceiveMessage",
        context: { "aws:SecureTransport": "false" },
        decision: "ExplicitlyDenied",
      },
      {
        ...controller,
        name: "another queue without TLS",
        resource: `${queueArn}-2`,
        action: "sqs:ReceiveMessage",
        context: { "aws:SecureTransport": "false" },
        decision: "Allowed",
      },
    ];

    await expectPolicy(policy, cases);
  });
});
