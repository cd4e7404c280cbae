import { synthesizeCluster, systemGroup } from "./cluster-fixture";

const cluster = "aws_eks_cluster.cluster";
const nodes = "aws_eks_node_group.cluster_nodes_system";
const addOn = (name: string) => `aws_eks_addon.cluster_addon_${name}`;

describe("the order in which a cluster is created, and deleted in reverse", () => {
  const stack = synthesizeCluster({ access: { viewers: ["arn:aws:iam::123456789012:role/Auditor"] } });

  test.each([
    ["the cluster role's managed policy", "aws_iam_role_policy_attachment.cluster_role_AmazonEKSClusterPolicy"],
    ["the cluster role's permissions on the key for secrets", "aws_iam_role_policy.cluster_role_secrets_key"],
    ["the key for secrets", "aws_kms_key.cluster_secrets_key"],
    ["the log group, which so outlives the cluster", "aws_cloudwatch_log_group.cluster_logs"],
    ["the control plane's security group", "aws_security_group.cluster_security_control_plane"],
  ])("creates %s before the cluster", (_what, address) => {
    expect(stack.dependsOn(cluster, address)).toBe(true);
  });

  test.each([
    ["the Pod Identity agent", addOn("eks_pod_identity_agent")],
    ["kube-proxy", addOn("kube_proxy")],
    ["the VPC CNI", addOn("vpc_cni")],
    ["the VPC CNI's permissions", "aws_eks_pod_identity_association.cluster_addon_vpc_cni_role_association"],
    ["the right to join", "aws_iam_role_policy_attachment.cluster_node_role_AmazonEKSWorkerNodePolicy"],
    ["the right to pull images", "aws_iam_role_policy_attachment.cluster_node_role_AmazonEC2ContainerRegistryPullOnly"],
    ["Session Manager", "aws_iam_role_policy_attachment.cluster_node_role_AmazonSSMManagedInstanceCore"],
    ["a way to the API server", "aws_vpc_security_group_ingress_rule.cluster_security_control_plane_from_nodes"],
    ["a way out", "aws_vpc_security_group_egress_rule.cluster_security_nodes_to_anywhere"],
    ["a route to the internet", "aws_route.vpc_private_a_internet"],
    ["the cluster", cluster],
  ])("creates %s before the nodes", (_what, address) => {
    expect(stack.dependsOn(nodes, address)).toBe(true);
  });

  test.each(["eks_pod_identity_agent", "kube_proxy", "vpc_cni"])("does not make %s wait for nodes", (name) => {
    expect(stack.dependsOn(addOn(name), cluster)).toBe(true);
    expect(stack.dependsOn(addOn(name), nodes)).toBe(false);
  });

  test.each(["coredns", "aws_ebs_csi_driver", "metrics_server", "eks_node_monitoring_agent"])(
    "has the nodes before %s",
    (name) => {
      expect(stack.dependsOn(addOn(name), nodes)).toBe(true);
    },
  );

  test("creates the permissions of the CNI and of the EBS CSI driver before their add-ons", () => {
    for (const name of ["vpc_cni", "aws_ebs_csi_driver"]) {
      expect(
        stack.dependencies(addOn(name)).filter((address) => /aws_(iam_role_policy_attachment|eks_pod)/.test(address)),
      ).toHaveLength(2);
    }
  });

  test("creates the cluster before every resource that names it in plain text", () => {
    for (const type of ["aws_eks_addon", "aws_eks_access_entry", "aws_eks_pod_identity_association"]) {
      for (const id of stack.ids(type)) expect(stack.dependsOn(`${type}.${id}`, cluster)).toBe(true);
    }
  });

  test("relies only on dependencies, never on timers", () => {
    expect(Object.keys(stack.json.resource ?? {}).filter((type) => type.startsWith("time_"))).toEqual([]);
  });
});

describe("a change", () => {
  const before = synthesizeCluster();

  test("that adds a node group changes only resources that wait for nodes", () => {
    const after = synthesizeCluster({ nodeGroups: { batch: systemGroup, system: systemGroup } });
    const added = "aws_eks_node_group.cluster_nodes_batch";
    const { resource = {}, data } = structuredClone(after.json);
    delete resource.aws_eks_node_group?.cluster_nodes_batch;
    delete resource.aws_launch_template?.cluster_nodes_batch_launch_template;
    for (const name of ["coredns", "aws_ebs_csi_driver", "metrics_server", "eks_node_monitoring_agent"]) {
      const block = resource.aws_eks_addon?.[`cluster_addon_${name}`];
      expect(block?.depends_on).toContain(added);
      if (block) block.depends_on = (block.depends_on as string[]).filter((address) => address !== added);
    }
    expect({ resource, data }).toEqual({ resource: before.json.resource, data: before.json.data });
  });

  test("that adds a zone does not change node groups with their own zones", () => {
    const nodeGroups = { system: { ...systemGroup, availabilityZones: ["a", "c"] } };
    const two = synthesizeCluster({ nodeGroups });
    const three = synthesizeCluster({ nodeGroups }, { availabilityZones: ["a", "c", "d"] });
    expect({ ...three.at(nodes), depends_on: [] }).toEqual({ ...two.at(nodes), depends_on: [] });
  });

  test("that adds a zone keeps the control plane in its zones, which EKS cannot change", () => {
    const [two, three] = [before, synthesizeCluster({}, { availabilityZones: ["a", "c", "d"] })].map((stack) =>
      stack.at("aws_eks_cluster.cluster"),
    );
    const { subnet_ids, ...others } = two?.vpc_config as { subnet_ids: string[] };
    expect(subnet_ids).toHaveLength(2);
    expect(three).toMatchObject({ ...two, vpc_config: others });
    expect(three?.lifecycle).toMatchObject({ ignore_changes: ["vpc_config[0].subnet_ids"] });
  });
});
