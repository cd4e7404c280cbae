import type { Block, Project, Stack } from "../model/project";

/** A rule's decision on one resource. An unknown value never passes: it is undecided. */
export interface Decision {
  readonly stack: string;

  /** Address of the resource; undefined for a decision on a stack as a whole. */
  readonly address?: string;
  readonly outcome: "passes" | "fails" | "undecided";

  /** Argument that decides, `vpc_config.endpoint_public_access`, and what was found, in words that quote its value. */
  readonly attribute?: string;
  readonly found: string;
}

/** One demand on the synthesized stacks, named by what it demands: `s3-bucket-blocks-public-access`. */
export interface Rule {
  readonly id: string;

  /** What the rule demands, as a sentence. */
  readonly demands: string;

  /** Resource types that the rule examines. Without one of them the result is "none of this kind exists". */
  readonly types: readonly string[];

  /** Page of AWS or of the benchmark that the rule follows. */
  readonly see: string;

  /** A decision on every resource that the rule examines, in the order of the stacks. */
  readonly decide: (project: Project) => readonly Decision[];
}

/** A rule on each resource of one type. */
export function ruleOnEach({
  type,
  ...rule
}: Omit<Parameters<typeof ruleOnTypes>[0], "types"> & { readonly type: string }): Rule {
  return ruleOnTypes({ ...rule, types: [type] });
}

/** A rule on each resource of several types. */
export function ruleOnTypes(
  rule: Omit<Rule, "decide"> & {
    readonly decide: (block: Block, stack: Stack, project: Project) => Omit<Decision, "stack" | "address">;
  },
): Rule {
  const { types, decide, ...rest } = rule;
  return {
    ...rest,
    types,
    decide: (project) =>
      project.stacks.flatMap((stack) =>
        [...stack.blocks.values()]
          .filter((block) => block.kind === "resource" && types.includes(block.type))
          .map((block) => ({ stack: stack.name, address: block.address, ...decide(block, stack, project) })),
      ),
  };
}
