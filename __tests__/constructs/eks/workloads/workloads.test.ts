import { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster";
import { Workloads, type WorkloadsProps } from "../../../../src/constructs/eks/workloads/workloads";
import { faultsWith } from "../../../settings/example-settings";
import { optionFaults } from "../../../support/option-faults";
import { synthesize } from "../../../support/synthesize";
import { cluster } from "./workload-fixture";

function build(props: Partial<WorkloadsProps> = {}) {
  let workloads: Workloads | undefined;
  const stack = synthesize((scope) => {
    const eks = new EksCluster(scope, "cluster", {
      name: "platform-dev",
      roleArn: "arn:aws:iam::123456789012:role/cluster",
      vpcConfig: { subnetIds: ["subnet-1", "subnet-2"] },
    });
    workloads = new Workloads(scope, "workloads", { ...cluster, vpcId: "vpc-0123", dependsOn: [eks], ...props });
  });
  return { stack, helmValues: workloads?.helmValues ?? {} };
}

const everything: Partial<WorkloadsProps> = {
  karpenter: true,
  clusterAutoscaler: true,
  autoscaledNodeGroupNames: ["general-2025"],
  loadBalancerController: true,
  externalDns: { hostedZoneArns: ["arn:aws:route53:::hostedzone/Z0123456789ABC"] },
};

describe("Workloads", () => {
  test("creates nothing by default", () => {
    const { stack, helmValues } = build();

    expect(Object.keys(stack.json.resource ?? {})).toEqual(["aws_eks_cluster"]);
    expect(helmValues).toEqual({});
  });

  test("creates a role for each configured controller", () => {
    const { stack } = build(everything);

    expect(
      Object.values(stack.blocks("aws_iam_role"))
        .map(({ name }) => String(name))
        .sort(),
    ).toEqual([
      "platform-dev-cluster-autoscaler",
      "platform-dev-external-dns",
      "platform-dev-karpenter",
      "platform-dev-karpenter-node",
      "platform-dev-load-balancer-controller",
    ]);
    expect(stack.ids("aws_eks_pod_identity_association")).toEqual([
      "workloads_cluster_autoscaler_controller_association",
      "workloads_external_dns_controller_association",
      "workloads_karpenter_controller_association",
      "workloads_load_balancer_controller_association",
    ]);
  });

  test.each([
    ["karpenter", { karpenter: true }],
    ["cluster-autoscaler", { clusterAutoscaler: true, autoscaledNodeGroupNames: ["general-2025"] }],
    ["aws-load-balancer-controller", { loadBalancerController: true }],
    ["external-dns", { externalDns: { hostedZoneArns: ["arn:aws:route53:::hostedzone/Z0123456789ABC"] } }],
  ])("returns Helm values only for %s when only that is configured", (chart, props) => {
    expect(Object.keys(build(props).helmValues)).toEqual([chart]);
  });

  test("waits for the cluster only where a role is associated with it", () => {
    const { stack } = build(everything);
    const waiting = ["aws_eks_pod_identity_association", "aws_eks_access_entry"].flatMap((type) =>
      stack.ids(type).map((id) => `${type}.${id}`),
    );
    const free = ["aws_iam_role", "aws_iam_role_policy", "aws_sqs_queue", "aws_cloudwatch_event_rule"].flatMap((type) =>
      stack.ids(type).map((id) => `${type}.${id}`),
    );

    expect(waiting.filter((address) => !stack.dependsOn(address, "aws_eks_cluster.cluster"))).toEqual([]);
    expect(free.filter((address) => stack.dependsOn(address, "aws_eks_cluster.cluster"))).toEqual([]);
  });

  test("does not change the others when one is added", () => {
    const before = build({ karpenter: true }).stack.json.resource ?? {};
    const after = build(everything).stack.json.resource ?? {};

    for (const [type, blocks] of Object.entries(before)) expect(after[type]).toMatchObject(blocks);
  });

  test.each<[string, Record<string, unknown>]>([
    ["a cluster autoscaler without a node group to scale", { clusterAutoscaler: true }],
    ["null for a controller", { karpenter: null }],
    ["external-dns without a hosted zone", { externalDns: { hostedZoneArns: [] } }],
  ])("refuses %s as the settings do", (_, workloads) => {
    const lines = optionFaults(() => build(workloads));
    expect(lines).toHaveLength(1);
    expect(lines.map((line) => `prod.cluster.workloads.${line}`)).toEqual(
      faultsWith({ "cluster.workloads": workloads }),
    );
  });
});
