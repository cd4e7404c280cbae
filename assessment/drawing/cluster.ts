import type { Block, Stack } from "../model/project";
import { resourcesOf } from "../model/value";
import { internet, type Link, type Part } from "./architecture";
import { partId, refersTo, textAt, textsAt } from "./block-text";
import { nodeGroupName } from "./subnet-contents";

/** The control planes of a stack, their node groups, and how both are reached. */
export function clusters(stack: Stack): { readonly parts: readonly Part[]; readonly links: readonly Link[] } {
  const planes = resourcesOf(stack, "aws_eks_cluster");
  const groups = resourcesOf(stack, "aws_eks_node_group");
  const addOns = resourcesOf(stack, "aws_eks_addon").map((addOn) => textAt(addOn, "addon_name") ?? addOn.address);
  return {
    parts: [...planes.map((plane) => controlPlane(plane, addOns)), ...nodeGroups(stack, groups)],
    links: [...planes.flatMap((plane) => planeLinks(stack, plane)), ...groupLinks(stack, planes, groups)],
  };
}

function controlPlane(plane: Block, addOns: readonly string[]): Part {
  return {
    id: partId(plane),
    kind: "compute",
    title: `EKS control plane ${textAt(plane, "name") ?? plane.address}`,
    facts: [
      `Kubernetes ${textAt(plane, "version") ?? "version chosen by AWS"}`,
      endpoint(plane),
      `logs: ${textsAt(plane, "enabled_cluster_log_types").join(", ") || "none"}`,
      `deletion protection: ${textAt(plane, "deletion_protection") ?? "false"}`,
      ...(addOns.length === 0 ? [] : [`add-ons: ${addOns.join(", ")}`]),
    ],
  };
}

/** @see https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html */
function endpoint(plane: Block): string {
  const isPublic = textAt(plane, "vpc_config.endpoint_public_access") ?? "true";
  if (isPublic === "false") return "API endpoint: only from the VPC";
  return isPublic === "true" ? `API endpoint: VPC, ${publicCidrs(plane)}` : `API endpoint: public if ${isPublic}`;
}

function publicCidrs(plane: Block): string {
  return textsAt(plane, "vpc_config.public_access_cidrs").join(", ") || "0.0.0.0/0";
}

function planeLinks(stack: Stack, plane: Block): readonly Link[] {
  const subnets = resourcesOf(stack, "aws_subnet").filter((subnet) => refersTo(plane, "vpc_config.subnet_ids", subnet));
  const isPrivate = textAt(plane, "vpc_config.endpoint_public_access") === "false";
  return [
    ...(isPrivate ? [] : [{ from: internet, to: partId(plane), label: "API" }]),
    ...subnets.map((subnet) => ({ from: partId(subnet), to: partId(plane), label: "" })),
  ];
}

function nodeGroups(stack: Stack, groups: readonly Block[]): readonly Part[] {
  if (groups.length === 0) return [];
  return [
    {
      id: nodesId(stack),
      kind: "compute",
      title: `Managed node groups: ${groups.length}`,
      facts: groups.map((group) => {
        const [min, max] = ["min_size", "max_size"].map((name) => textAt(group, `scaling_config.${name}`) ?? "?");
        const types = textsAt(group, "instance_types").join(", ") || "types of the launch template";
        const capacity = (textAt(group, "capacity_type") ?? "ON_DEMAND").replace("_", "-").toLowerCase();
        return `${nodeGroupName(group)}: ${min}–${max} × ${types}, ${capacity}`;
      }),
    },
  ];
}

/** Identifier of the part that lists the node groups of a stack. */
export function nodesId(stack: Stack): string {
  return `${stack.name}/nodes`;
}

function groupLinks(stack: Stack, planes: readonly Block[], groups: readonly Block[]): readonly Link[] {
  const joined = planes.filter((plane) =>
    groups.some(
      (group) => refersTo(group, "cluster_name", plane) || textAt(group, "cluster_name") === textAt(plane, "name"),
    ),
  );
  return joined.map((plane) => ({ from: partId(plane), to: nodesId(stack), label: "runs on" }));
}
