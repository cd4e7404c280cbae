import type { NodeGroupOptions } from "../../../../src/constructs/eks/nodes/node-group-options";
import { synthesizeCluster, systemGroup } from "../cluster/cluster-fixture";

const address = "aws_eks_node_group.cluster_nodes_workers";

/** A cluster with a group for the add-ons, and the group under test. */
function withWorkers(props: Partial<NodeGroupOptions> = {}, name = "workers") {
  return synthesizeCluster({ nodeGroups: { system: systemGroup, [name]: { ...systemGroup, ...props } } });
}

describe("ManagedNodeGroup with only the required props", () => {
  const minimal = withWorkers();
  const group = minimal.at(address);

  test("has the given sizes and instance types, with On-Demand capacity", () => {
    expect(group).toMatchObject({
      instance_types: ["m6i.large"],
      capacity_type: "ON_DEMAND",
      scaling_config: { min_size: 2, desired_size: 2, max_size: 4 },
    });
  });

  test("runs the Amazon Linux 2023 release of its creation, for the cluster's Kubernetes version", () => {
    expect(group).toMatchObject({ ami_type: "AL2023_x86_64_STANDARD", version: "1.33" });
    expect(group).not.toHaveProperty("release_version");
    expect(minimal.ids("data.aws_ssm_parameter")).toEqual([]);
  });

  test("uses the private subnets of all zones", () => {
    expect(group.subnet_ids).toEqual(["${aws_subnet.vpc_private_a.id}", "${aws_subnet.vpc_private_c.id}"]);
  });

  test("is updated in thirds and repaired", () => {
    expect(group.update_config).toEqual({ max_unavailable_percentage: 33 });
    expect(group.node_repair_config).toEqual({ enabled: true });
  });

  test("manages the number of nodes", () => {
    expect(group.lifecycle).toEqual({ create_before_destroy: true });
  });

  test("is created again beside the old group, under its own name, if it cannot be changed in place", () => {
    expect(group.node_group_name_prefix).toBe("workers-");
    expect(group.lifecycle).toMatchObject({ create_before_destroy: true });
  });

  test("follows its launch template", () => {
    expect(group.launch_template).toEqual({
      id: "${aws_launch_template.cluster_nodes_workers_launch_template.id}",
      version: "${aws_launch_template.cluster_nodes_workers_launch_template.latest_version}",
    });
  });
});

describe("ManagedNodeGroup", () => {
  test("has the given props", () => {
    const group = withWorkers({
      instanceTypes: ["m7g.large", "m6g.large"],
      capacityType: "SPOT",
      amiType: "BOTTLEROCKET_ARM_64",
      labels: { pool: "batch" },
      taints: [
        { key: "batch", value: "yes", effect: "NO_SCHEDULE" },
        { key: "spot", effect: "PREFER_NO_SCHEDULE" },
      ],
      availabilityZones: ["c"],
      maxUnavailablePercentage: 50,
      nodeRepair: false,
    }).at(address);
    expect(group).toMatchObject({
      instance_types: ["m7g.large", "m6g.large"],
      capacity_type: "SPOT",
      ami_type: "BOTTLEROCKET_ARM_64",
      labels: { pool: "batch" },
      taint: [
        { key: "batch", value: "yes", effect: "NO_SCHEDULE" },
        { key: "spot", effect: "PREFER_NO_SCHEDULE" },
      ],
      subnet_ids: ["${aws_subnet.vpc_private_c.id}"],
      update_config: { max_unavailable_percentage: 50 },
      node_repair_config: { enabled: false },
    });
  });

  test("leaves the number of nodes to the autoscaler, only for the group marked as autoscaled", () => {
    const stack = withWorkers({ autoscaled: true });
    expect(stack.at(address).lifecycle).toMatchObject({ ignore_changes: ["scaling_config[0].desired_size"] });
    expect(stack.at(address).lifecycle).toMatchObject({
      postcondition: [
        {
          condition:
            "${self.scaling_config[0].min_size <= self.scaling_config[0].desired_size && " +
            "self.scaling_config[0].desired_size <= self.scaling_config[0].max_size}",
        },
      ],
    });
    expect(stack.at("aws_eks_node_group.cluster_nodes_system").lifecycle).toEqual({ create_before_destroy: true });
  });

  test.each<[string, Partial<NodeGroupOptions>, string]>([
    [
      "Amazon Linux on x86",
      {},
      "/aws/service/eks/optimized-ami/1.33/amazon-linux-2023/x86_64/standard/recommended/release_version",
    ],
    [
      "Amazon Linux on Graviton",
      { instanceTypes: ["m7g.large"] },
      "/aws/service/eks/optimized-ami/1.33/amazon-linux-2023/arm64/standard/recommended/release_version",
    ],
    [
      "Bottlerocket on x86",
      { amiType: "BOTTLEROCKET_x86_64" },
      "/aws/service/bottlerocket/aws-k8s-1.33/x86_64/latest/image_version",
    ],
    [
      "Bottlerocket on Graviton",
      { instanceTypes: ["m7g.large"], amiType: "BOTTLEROCKET_ARM_64" },
      "/aws/service/bottlerocket/aws-k8s-1.33/arm64/latest/image_version",
    ],
  ])("tracks the latest release of %s if configured", (_image, props, parameter) => {
    const stack = withWorkers({ ...props, releaseVersion: "latest" });
    expect(stack.at("data.aws_ssm_parameter.cluster_nodes_workers_release").name).toBe(parameter);
    expect(stack.at(address).release_version).toBe(
      "${data.aws_ssm_parameter.cluster_nodes_workers_release.insecure_value}",
    );
  });

  test.each<[string, Partial<NodeGroupOptions>]>([
    ["1.33.1-20250904", {}],
    ["1.49.0-713f44ce", { amiType: "BOTTLEROCKET_x86_64" }],
  ])("stays on release %s when pinned to it", (releaseVersion, props) => {
    expect(withWorkers({ ...props, releaseVersion }).at(address).release_version).toBe(releaseVersion);
  });
});
