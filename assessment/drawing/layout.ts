import ELK, { type ElkExtendedEdge, type ElkNode } from "elkjs";
import type { Architecture, Link, Part } from "./architecture";
import { headerOf, padding, sizeOf } from "./box-content";
import { textWidth } from "./text-width";

/** Font size of the labels of lines, in pixels. */
const labelSize = 11;

/** Edges that only order the parts of a zone from top to bottom. */
const orderOnly = "order:";

const options = {
  "elk.algorithm": "layered",
  "elk.direction": "DOWN",
  "elk.hierarchyHandling": "INCLUDE_CHILDREN",
  "elk.edgeRouting": "ORTHOGONAL",
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
    layoutOptions: {
      ...options,
      "elk.layered.nodePlacement.strategy": "BRANDES_KOEPF",
      "elk.layered.nodePlacement.bk.fixedAlignment": "BALANCED",
    },
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
  const header = headerOf(part);
  return {
    id: part.id,
    layoutOptions: {
      ...options,
      // Zones from left to right.
      "elk.layered.crossingMinimization.semiInteractive": String(part.kind === "network"),
      "elk.padding": `[top=${header.height},left=${padding},bottom=${padding},right=${padding}]`,
      "elk.nodeSize.constraints": "MINIMUM_SIZE",
      "elk.nodeSize.minimum": `(${header.width},${header.height})`,
    },
    children: children.map((child, index) => {
      const placed = node(child, sizes);
      return { ...placed, layoutOptions: { ...placed.layoutOptions, "elk.position": `(${index},0)` } };
    }),
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

/** The size of the parts of each row: all rows are as wide as the widest part, and each as high as its highest. */
function rowSizes(parts: readonly Part[]): ReadonlyMap<string, Size> {
  const inRows = parts.flatMap(descendants).filter(({ row }) => row !== undefined);
  const width = Math.max(0, ...inRows.map((part) => sizeOf(part).width));
  const heights = new Map<string, number>();
  for (const part of inRows) {
    const row = part.row ?? "";
    heights.set(row, Math.max(heights.get(row) ?? 0, sizeOf(part, width).height));
  }
  return new Map([...heights].map(([row, height]) => [row, { width, height }]));
}

function descendants(part: Part): readonly Part[] {
  return [part, ...(part.children ?? []).flatMap(descendants)];
}
