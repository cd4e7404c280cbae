import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformElement, TerraformStack, Testing } from "cdktf";
import type { Construct } from "constructs";
import { resolveFast } from "../../src/cdktf/fast-resolution";
import { ReadableIds } from "../../src/cdktf/readable-ids";

/** One block of synthesized Terraform: arguments by their Terraform name. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- synthesized JSON is as deep as Terraform makes it
export type Block = Record<string, any>;
type BlocksByType = Record<string, Record<string, Block>>;

class ReadableStack extends TerraformStack {
  private readonly ids = new ReadableIds();

  protected override allocateLogicalId(element: TerraformElement): string {
    return this.ids.allocate(element);
  }
}

/**
 * Synthesizes the constructs that `build` creates in an otherwise empty stack with readable IDs and an AWS provider.
 */
export function synthesize(build: (scope: Construct) => void): Synthesized {
  // As the app does before it builds stacks.
  resolveFast();
  const stack = new ReadableStack(Testing.app(), "test");
  new AwsProvider(stack, "aws", { region: "ap-northeast-1" });
  build(stack);
  return new Synthesized(JSON.parse(Testing.synth(stack)) as { resource?: BlocksByType; data?: BlocksByType });
}

export class Synthesized {
  constructor(readonly json: { resource?: BlocksByType; data?: BlocksByType }) {}

  /** Logical IDs of the resources of one type, in the order of their names. */
  ids(type: string): string[] {
    return Object.keys(this.blocks(type)).sort();
  }

  /** All resources (or, with a `data.` prefix, data sources) of one type by logical id. */
  blocks(type: string): Record<string, Block> {
    return (type.startsWith("data.") ? this.json.data?.[type.slice("data.".length)] : this.json.resource?.[type]) ?? {};
  }

  /** One block by its address, for example `aws_vpc.vpc` or `data.aws_iam_policy_document.key_policy`. */
  at(address: string): Block {
    const [id, type] = splitAddress(address);
    const block = this.blocks(type)[id];
    if (!block) throw new Error(`no ${address}; there are: ${this.ids(type).join(", ") || "none of that type"}`);
    return block;
  }

  /** Addresses on which a block depends, by `depends_on` or by a reference anywhere in it. */
  dependencies(address: string): string[] {
    const block = this.at(address);
    const known = [...this.addresses()];
    const text = JSON.stringify(block);
    return known.filter((other) => other !== address && new RegExp(`(?<![\\w.])${other}(?!\\w)`).test(text));
  }

  /** Whether one address can be created only after another, through any chain of dependencies. */
  dependsOn(address: string, other: string): boolean {
    const seen = new Set<string>();
    const queue = [address];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      for (const dependency of this.dependencies(next)) {
        if (dependency === other) return true;
        if (!seen.has(dependency)) {
          seen.add(dependency);
          queue.push(dependency);
        }
      }
    }
    return false;
  }

  private *addresses(): Iterable<string> {
    for (const [type, blocks] of Object.entries(this.json.resource ?? {}))
      for (const id of Object.keys(blocks)) yield `${type}.${id}`;
    for (const [type, blocks] of Object.entries(this.json.data ?? {}))
      for (const id of Object.keys(blocks)) yield `data.${type}.${id}`;
  }
}

function splitAddress(address: string): [id: string, type: string] {
  const dot = address.lastIndexOf(".");
  return [address.slice(dot + 1), address.slice(0, dot)];
}
