import type { ElkExtendedEdge, ElkNode } from "elkjs";
import type { Project } from "../model/project";
import type { Architecture, Part } from "./architecture";
import { architectureOf } from "./architecture-of";
import { textsOf } from "./box-content";
import type { DrawnBox, DrawnLine, Drawing } from "./drawing";
import { layout, linkOf } from "./layout";

/**
 * Draws each environment from its synthesized blocks, in the order of the settings. The same blocks give the same
 * drawing on every machine.
 */
export async function draw(project: Project): Promise<Drawing[]> {
  const environments = project.stacks.filter(({ kind }) => kind === "environment");
  return Promise.all(environments.map(async (stack) => drawn(architectureOf(project, stack))));
}

async function drawn(architecture: Architecture): Promise<Drawing> {
  const root = await layout(architecture);
  const origins = new Map<string, Point>([[root.id, [0, 0]]]);
  const boxes = boxesOf(architecture.parts, root, [0, 0], origins);
  return {
    environment: architecture.environment,
    width: Math.ceil(root.width ?? 0),
    height: Math.ceil(root.height ?? 0),
    boxes,
    lines: (root.edges ?? []).flatMap((edge) => linesOf(architecture, edge, origins)),
    architecture,
  };
}

type Point = readonly [number, number];

function boxesOf(
  parts: readonly Part[],
  parent: ElkNode,
  [left, top]: Point,
  origins: Map<string, Point>,
): readonly DrawnBox[] {
  return parts.flatMap((part) => {
    const node = parent.children?.find(({ id }) => id === part.id);
    if (!node) return [];
    const x = Math.round(left + (node.x ?? 0));
    const y = Math.round(top + (node.y ?? 0));
    const [width, height] = [Math.round(node.width ?? 0), Math.round(node.height ?? 0)];
    origins.set(part.id, [x, y]);
    const children = part.children ?? [];
    return [
      {
        id: part.id,
        kind: part.kind,
        x,
        y,
        width,
        height,
        isContainer: children.length > 0,
        texts: textsOf(part, x, y, width),
        tooltip: [part.title, ...part.facts, ...(part.contents ?? [])].join("\n"),
      },
      ...boxesOf(children, node, [x, y], origins),
    ];
  });
}

/** ELK gives the coordinates of an edge relative to the container that it names. */
function linesOf(
  architecture: Architecture,
  edge: ElkExtendedEdge & { readonly container?: string },
  origins: ReadonlyMap<string, Point>,
): readonly DrawnLine[] {
  const link = linkOf(architecture, edge);
  const [left, top] = origins.get(edge.container ?? "drawing") ?? [0, 0];
  if (!link) return [];
  const tooltip = link.label === "" ? "connection" : link.label;
  return (edge.sections ?? []).map(({ startPoint, bendPoints = [], endPoint }, index) => {
    const points = [startPoint, ...bendPoints, endPoint].map(({ x, y }): Point => [
      Math.round(left + x),
      Math.round(top + y),
    ]);
    const [label] = index === 0 ? (edge.labels ?? []) : [];
    if (label?.x === undefined || label.y === undefined) return { points, tooltip };
    const [x, y] = [Math.round(left + label.x), Math.round(top + label.y) + 11];
    return { points, tooltip, label: { role: "fact" as const, x, y, text: link.label } };
  });
}
