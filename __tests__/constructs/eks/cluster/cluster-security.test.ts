import { ClusterSecurity } from "../../../../src/constructs/eks/cluster/cluster-security";
import { synthesize } from "../../../support/synthesize";
import { synthesizeCluster } from "./cluster-fixture";

const nodes = "${aws_security_group.security_nodes.id}";
const controlPlane = "${aws_security_group.security_control_plane.id}";

describe("ClusterSecurity", () => {
  const security = synthesize((scope) => {
    new ClusterSecurity(scope, "security", { clusterName: "platform-dev", vpcId: "vpc-1" });
  });
  const ingress = security.blocks("aws_vpc_security_group_ingress_rule");

  test("opens every port between nodes, including those below 1025", () => {
    expect(ingress.security_nodes_from_nodes).toMatchObject({
      security_group_id: nodes,
      referenced_security_group_id: nodes,
      ip_protocol: "-1",
    });
  });

  test.each([
    ["https", 443],
    ["kubelet", 10250],
    ["webhooks_4443", 4443],
    ["webhooks_6443", 6443],
    ["webhooks_8443", 8443],
    ["webhooks_9443", 9443],
    ["metrics_server", 10251],
  ])("lets the control plane reach the nodes for %s on %i", (name, port) => {
    expect(ingress[`security_nodes_from_control_plane_${name}`]).toMatchObject({
      security_group_id: nodes,
      referenced_security_group_id: controlPlane,
      ip_protocol: "tcp",
      from_port: port,
      to_port: port,
    });
  });

  test("lets nodes reach the API server", () => {
    expect(ingress.security_control_plane_from_nodes).toMatchObject({
      security_group_id: controlPlane,
      referenced_security_group_id: nodes,
      ip_protocol: "tcp",
      from_port: 443,
      to_port: 443,
    });
  });

  test("admits no other source", () => {
    expect(Object.keys(ingress)).toHaveLength(9);
    expect(JSON.stringify(ingress)).not.toContain("cidr_ipv4");
  });

  test("allows outbound traffic of nodes and pods", () => {
    expect(security.blocks("aws_vpc_security_group_egress_rule")).toMatchObject({
      security_nodes_to_anywhere: { security_group_id: nodes, cidr_ipv4: "0.0.0.0/0", ip_protocol: "-1" },
    });
  });

  test("describes the purpose of each group and rule, in characters that EC2 accepts", () => {
    const types = ["aws_security_group", "aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"];
    for (const { description } of types.flatMap((type) => Object.values(security.blocks(type)))) {
      expect(description).toMatch(/^[\w .:/()#,@[\]+=&;{}!$*-]{10,255}$/);
    }
  });

  test("leaves the ownership tag to the group that EKS creates, since load balancer controllers accept only one", () => {
    const tags = Object.values(security.blocks("aws_security_group")).map((group) => group.tags as object);
    expect(tags.flatMap((each) => Object.keys(each)).filter((key) => key.startsWith("kubernetes.io/"))).toEqual([]);
  });

  test("tags only the nodes' group for Karpenter", () => {
    expect(security.at("aws_security_group.security_nodes").tags).toEqual({
      Name: "platform-dev-nodes",
      "karpenter.sh/discovery": "platform-dev",
    });
    expect(security.at("aws_security_group.security_control_plane").tags).toEqual({
      Name: "platform-dev-control-plane",
    });
  });
});

describe("EksCluster", () => {
  const cluster = synthesizeCluster();

  test("assigns its own group to the control plane's interfaces and the nodes' group to the nodes", () => {
    expect(cluster.at("aws_eks_cluster.cluster").vpc_config).toMatchObject({
      security_group_ids: ["${aws_security_group.cluster_security_control_plane.id}"],
    });
    expect(cluster.at("aws_launch_template.cluster_nodes_system_launch_template").vpc_security_group_ids).toEqual([
      "${aws_security_group.cluster_security_nodes.id}",
    ]);
  });
});
