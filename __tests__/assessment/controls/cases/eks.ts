import type { JsonObject } from "../../../../src/cdktf/terraform-json";
import { resources } from "../../support/project";
import type { RuleCase, RuleCases } from "../rule-cases";

const unknown = "${var.unknown}";
const policy = (name: string) => `arn:aws:iam::aws:policy/${name}`;

function cluster(passing: JsonObject, failing: JsonObject, unclear: JsonObject): RuleCase {
  const project = (values: JsonObject) => resources({ aws_eks_cluster: { a: { name: "a", ...values } } });
  return { passing: project(passing), failing: project(failing), unknown: project(unclear) };
}

function beside(type: string, passing: JsonObject, failing: JsonObject, unclear: JsonObject): RuleCase {
  const project = (values: JsonObject) => resources({ aws_eks_cluster: { a: { name: "a" } }, [type]: { a: values } });
  return { passing: project(passing), failing: project(failing), unknown: project(unclear) };
}

const endpoint = (isPublic: boolean, cidrs?: readonly string[]) => ({
  vpc_config: {
    endpoint_private_access: true,
    endpoint_public_access: isPublic,
    ...(cidrs && { public_access_cidrs: cidrs }),
  },
});

function nodeRole(passing: JsonObject, failing: JsonObject, unclear: JsonObject): RuleCase {
  const project = (attached: JsonObject) =>
    resources({
      aws_eks_node_group: { a: { node_role_arn: "${aws_iam_role.a.arn}" } },
      aws_iam_role: { a: { name: "node" } },
      aws_iam_role_policy_attachment: { a: { role: "${aws_iam_role.a.name}", ...attached } },
    });
  return { passing: project(passing), failing: project(failing), unknown: project(unclear) };
}

function nodes(gateway: JsonObject[string]) {
  return resources({
    aws_eks_node_group: { a: { subnet_ids: ["${aws_subnet.a.id}"] } },
    aws_internet_gateway: { a: {} },
    aws_nat_gateway: { a: {} },
    aws_route: {
      a: { route_table_id: "${aws_route_table.a.id}", destination_cidr_block: "0.0.0.0/0", ...route(gateway) },
    },
    aws_route_table: { a: {} },
    aws_route_table_association: { a: { route_table_id: "${aws_route_table.a.id}", subnet_id: "${aws_subnet.a.id}" } },
    aws_subnet: { a: {} },
  });
}

const route = (gateway: JsonObject[string]) =>
  gateway === undefined ? { nat_gateway_id: "${aws_nat_gateway.a.id}" } : { gateway_id: gateway };

export const cases: RuleCases = {
  "eks-endpoint-is-not-public": cluster(endpoint(false), endpoint(true, ["203.0.113.0/24"]), {
    vpc_config: { endpoint_public_access: unknown },
  }),
  "eks-endpoint-is-restricted": cluster(
    endpoint(true, ["203.0.113.0/24"]),
    endpoint(true, ["203.0.113.0/24", "0.0.0.0/0"]),
    endpoint(true, [unknown]),
  ),
  "eks-endpoint-is-private": cluster(
    endpoint(false),
    { vpc_config: { endpoint_public_access: false } },
    { vpc_config: { endpoint_private_access: unknown, endpoint_public_access: false } },
  ),
  "eks-version-is-supported": cluster({ version: "1.35" }, { version: "1.33" }, { version: unknown }),
  "eks-secrets-are-encrypted-with-customer-key": cluster(
    { encryption_config: { resources: ["secrets"], provider: { key_arn: "${aws_kms_key.a.arn}" } } },
    {},
    { encryption_config: { resources: ["secrets"], provider: { key_arn: unknown } } },
  ),
  "eks-audit-log-is-enabled": cluster(
    { enabled_cluster_log_types: ["api", "audit"] },
    { enabled_cluster_log_types: ["api"] },
    { enabled_cluster_log_types: unknown },
  ),
  "eks-audit-log-is-kept": beside(
    "aws_cloudwatch_log_group",
    { name: "/aws/eks/a/cluster", retention_in_days: 14 },
    { name: "/aws/eks/b/cluster", retention_in_days: 14 },
    { name: unknown, retention_in_days: 14 },
  ),
  "eks-uses-access-entries": cluster(
    { access_config: { authentication_mode: "API_AND_CONFIG_MAP" } },
    { access_config: { authentication_mode: "CONFIG_MAP" } },
    { access_config: { authentication_mode: unknown } },
  ),
  "eks-network-policy-is-enabled": beside(
    "aws_eks_addon",
    { addon_name: "vpc-cni", cluster_name: "a", configuration_values: '{"enableNetworkPolicy":"true"}' },
    { addon_name: "vpc-cni", cluster_name: "a", configuration_values: "{}" },
    { addon_name: "vpc-cni", cluster_name: "a", configuration_values: unknown },
  ),
  "eks-nodes-are-private": {
    passing: nodes(undefined),
    failing: nodes("${aws_internet_gateway.a.id}"),
    unknown: nodes(unknown),
  },
  "eks-nodes-have-launch-template": {
    passing: resources({ aws_eks_node_group: { a: { launch_template: { id: "${aws_launch_template.a.id}" } } } }),
    unknown: resources({ aws_eks_node_group: { a: { launch_template: { id: unknown } } } }),
  },
  "eks-node-role-cannot-push-images": nodeRole(
    { policy_arn: policy("AmazonEC2ContainerRegistryPullOnly") },
    { policy_arn: policy("AmazonEC2ContainerRegistryPowerUser") },
    { policy_arn: unknown },
  ),
  "eks-workloads-have-roles-of-their-own": nodeRole(
    { policy_arn: policy("AmazonEKSWorkerNodePolicy") },
    { policy_arn: policy("AmazonEKS_CNI_Policy") },
    { policy_arn: unknown },
  ),
};
