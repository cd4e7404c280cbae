import type { Block, Stack } from "../model/project";
import { resourcesOf } from "../model/value";
import { refersTo, textAt } from "./block-text";

/** What a stack places in a subnet: NAT gateways, interfaces of control planes, nodes, instances and endpoints. */
export function subnetContents(stack: Stack, subnet: Block): readonly string[] {
  const placed = (type: string, path: string) =>
    resourcesOf(stack, type).filter((block) => refersTo(block, path, subnet));
  const endpoints = placed("aws_vpc_endpoint", "subnet_ids");
  return [
    ...placed("aws_nat_gateway", "subnet_id").map(() => "NAT gateway"),
    ...placed("aws_eks_cluster", "vpc_config.subnet_ids").map(() => "control plane interface"),
    ...placed("aws_eks_node_group", "subnet_ids").map((group) => `nodes: ${nodeGroupName(group)}`),
    ...placed("aws_instance", "subnet_id").map(
      (instance) => `instance: ${textAt(instance, "tags.Name") ?? instance.address}`,
    ),
    ...(endpoints.length === 0 ? [] : [`interface endpoints: ${endpoints.length}`]),
  ];
}

/** Name of a node group, without the separator of a generated suffix. */
export function nodeGroupName(group: Block): string {
  return (
    textAt(group, "node_group_name") ?? textAt(group, "node_group_name_prefix")?.replace(/-$/, "") ?? group.address
  );
}
