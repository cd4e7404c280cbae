import type { Block, Project } from "../model/project";
import type { UnexaminedType } from "./results";
import { rules } from "./rules";

/**
 * Types of resources that no rule examines, nor reads to examine another resource. What a rule reads is observed, since
 * lists beside the rules would grow old.
 */
export function unexaminedTypes(project: Project): UnexaminedType[] {
  const examined = new Set(rules.flatMap(({ types }) => types));
  const observed = observedProject(project, ({ kind, type }) => {
    if (kind === "resource") examined.add(type);
  });
  for (const rule of rules) rule.decide(observed);
  const counts = new Map<string, number>();
  for (const { blocks } of project.stacks) {
    for (const { kind, type } of blocks.values()) {
      if (kind === "resource" && !examined.has(type)) counts.set(type, (counts.get(type) ?? 0) + 1);
    }
  }
  return [...counts].map(([type, resources]) => ({ type, resources })).sort((a, b) => (a.type < b.type ? -1 : 1));
}

/** The project, which tells whenever arguments of a block are read. */
function observedProject(project: Project, onRead: (block: Block) => void): Project {
  const observedBlock = (block: Block): Block => ({
    ...block,
    get values() {
      onRead(block);
      return block.values;
    },
  });
  const stacks = project.stacks.map((stack) => ({
    ...stack,
    blocks: new Map([...stack.blocks].map(([address, block]) => [address, observedBlock(block)])),
  }));
  return { ...project, stacks };
}
