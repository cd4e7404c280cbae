import { type App, TerraformDataSource, TerraformElement, TerraformResource, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { isObject, type JsonObject } from "../src/cdktf/terraform-json";
import type { AcceptedBlock } from "./findings";

type ConstructClass = abstract new (...args: never[]) => Construct;

/** A block of a stack, with the construct that created it. */
export interface MadeBlock {
  readonly stack: TerraformStack;
  readonly stackName: string;

  /** Type as in the address, for example `aws_s3_bucket` or `data.aws_iam_policy_document`. */
  readonly type: string;

  /** Terraform address, for example `aws_eks_cluster.cluster`. */
  readonly address: string;
  readonly element: TerraformElement;

  /** Arguments by their Terraform name, as synthesized. */
  readonly arguments: JsonObject;
}

/**
 * A kind of finding that is accepted, and why. It does not refer to names from the settings, so that a new environment,
 * account or repository needs no new entry.
 */
export interface AcceptedFinding {
  readonly checks: readonly string[];

  /** Type of the block as in its address. */
  readonly type: string;

  /** ID of the block within the construct that created it. */
  readonly id: string;

  /**
   * Classes of the constructs around the block, innermost first. Exact: a block that other code adds to one of them
   * from its own construct is another kind, and so is one that a subclass creates.
   */
  readonly madeBy: readonly ConstructClass[];

  /**
   * Whether the settings of its stack, or its own arguments, explain the finding.
   * @default - every such block of these constructs is accepted
   */
  readonly explained?: (block: MadeBlock) => boolean;

  /** Why these blocks do not have to pass: what protects them instead, or what passing would cost. */
  readonly reason: string;
}

/**
 * The findings that are accepted in a synthesized app.
 *
 * @param app that was synthesized as JSON
 */
export function acceptedBlocks(app: App, kinds: readonly AcceptedFinding[]): AcceptedBlock[] {
  const stacks = app.node.findAll().filter((construct) => TerraformStack.isStack(construct));
  return stacks.flatMap(blocksOf).flatMap((block) =>
    kinds.flatMap((kind, entry) => {
      if (!isOfKind(block, kind)) return [];
      return kind.checks.map((check) => ({ entry, check, stack: block.stackName, address: block.address }));
    }),
  );
}

function isOfKind(block: MadeBlock, { type, id, madeBy, explained }: AcceptedFinding): boolean {
  const { element } = block;
  if (block.type !== type || element.node.id !== id) return false;
  const makers = element.node.scopes.slice(0, -1).reverse();
  if (!madeBy.every((maker, position) => makers[position]?.constructor === maker)) return false;
  return explained?.(block) ?? true;
}

function blocksOf(stack: TerraformStack): MadeBlock[] {
  const configuration = stack.toTerraform() as JsonObject;
  const elements = stack.node.findAll().filter((construct) => TerraformElement.isTerraformElement(construct));
  return elements.flatMap((element) => {
    if (element.cdktfStack !== stack) return [];
    const id = element.friendlyUniqueId;
    const block = (type: string, values: JsonObject) => ({
      stack,
      stackName: stack.node.id,
      type,
      address: `${type}.${id}`,
      element,
      arguments: values,
    });
    if (element instanceof TerraformResource) {
      const type = element.terraformResourceType;
      return [block(type, argumentsIn(configuration.resource, type, id))];
    }
    if (element instanceof TerraformDataSource) {
      const type = element.terraformResourceType;
      return [block(`data.${type}`, argumentsIn(configuration.data, type, id))];
    }
    return [];
  });
}

function argumentsIn(blocks: JsonObject[string], type: string, id: string): JsonObject {
  const ofType = isObject(blocks) ? blocks[type] : undefined;
  const values = isObject(ofType) ? ofType[id] : undefined;
  return isObject(values) ? values : {};
}
