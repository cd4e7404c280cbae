import ELK, { type ElkExtendedEdge, type ElkNode } from "elkjs";
import type { Architecture, Link, Part } from "./architecture";
import { headerHeight, padding, sizeOf } from "./box-content";
import { textWidth } from "./text-width";

/** Font size of the labels of lines, in pixels. */
export const labelSize = 11;

/** Edges that only order the parts of a zone from top to bottom. */
const orderOnly = "order:";

const options = {
  "elk.algorithm": "layered",
  "elk.direction": "DOWN",
  "elk.hierarchyHandling": "INCLUDE_CHILDREN",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
  "elk.layered.mergeEdges": "true",
  "elk.layered.mergeHierarchyEdges": "true",
  "elk.randomSeed": "1",
  "elk.spacing.nodeNode": "16",
  "elk.spacing.edgeNode": "12",
  "elk.spacing.edgeEdge": "10",
  "elk.layered.spacing.nodeNodeBetweenLayers": "28",
  "elk.layered.spacing.edgeNodeBetweenLayers": "12",
  "elk.padding": `[top=${padding},left=${padding},bottom=${padding},right=${padding}]`,
};

/**
 * Places the parts of an architecture and routes the lines between them.
 *
 * @see https://eclipse.dev/elk/reference/algorithms/org-eclipse-elk-layered.html
 */
export async function layout(architecture: Architecture): Promise<ElkNode> {
  const sizes = rowSizes(architecture.parts);
  return new ELK().layout({
    id: "drawing",
    layoutOptions: options,
    children: architecture.parts.map((part) => node(part, sizes)),
    edges: [...architecture.links.map(edge), ...architecture.parts.flatMap(orderEdges)],
  });
}

/** Whether a laid out edge is one of the links of the architecture, which are numbered, and which one. */
export function linkOf(architecture: Architecture, { id }: ElkExtendedEdge): Link | undefined {
  return id.startsWith(orderOnly) ? undefined : architecture.links[Number(id)];
}

type Size = ReturnType<typeof sizeOf>;

function node(part: Part, sizes: ReadonlyMap<string, Size>): ElkNode {
  const children = part.children ?? [];
  if (children.length === 0) return { id: part.id, ...((part.row && sizes.get(part.row)) ?? sizeOf(part)) };
  const top = headerHeight + part.facts.length * 18;
  return {
    id: part.id,
    layoutOptions: {
      "elk.padding": `[top=${top},left=${padding},bottom=${padding},right=${padding}]`,
      "elk.nodeSize.constraints": "MINIMUM_SIZE",
      "elk.nodeSize.minimum": `(${sizeOf(part).width},${sizeOf(part).height})`,
    },
    children: children.map((child) => node(child, sizes)),
  };
}

function edge({ from, to, label }: Link, index: number): ElkExtendedEdge {
  const labels =
    label === "" ? [] : [{ text: label, width: Math.ceil(textWidth(label, labelSize)), height: labelSize + 3 }];
  return { id: String(index), sources: [from], targets: [to], labels };
}

function orderEdges(part: Part): readonly ElkExtendedEdge[] {
  const children = part.children ?? [];
  const own = part.kind === "zone" ? children.slice(1) : [];
  return [
    ...own.map((child, index) => ({
      id: `${orderOnly}${child.id}`,
      sources: [children[index]?.id ?? child.id],
      targets: [child.id],
    })),
    ...children.flatMap(orderEdges),
  ];
}

/** The largest size that a part of each row needs. */
function rowSizes(parts: readonly Part[]): ReadonlyMap<string, Size> {
  const sizes = new Map<string, Size>();
  const visit = (part: Part): void => {
    if (part.row !== undefined) {
      const [own, other] = [sizeOf(part), sizes.get(part.row)];
      sizes.set(part.row, {
        width: Math.max(own.width, other?.width ?? 0),
        height: Math.max(own.height, other?.height ?? 0),
      });
    }
    part.children?.forEach(visit);
  };
  parts.forEach(visit);
  const width = Math.max(0, ...[...sizes.values()].map((size) => size.width));
  return new Map([...sizes].map(([row, size]) => [row, { ...size, width }]));
}
