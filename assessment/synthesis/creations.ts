import { findSourceMap } from "node:module";
import path from "node:path";
import {
  type App,
  TerraformDataSource,
  TerraformElement,
  TerraformRemoteState,
  TerraformResource,
  TerraformStack,
} from "cdktf";
import { Construct, type IConstruct, Node } from "constructs";
import type { Creation } from "./record";

type SourceLine = NonNullable<Creation["source"]>;

/** What created the blocks of an app. */
interface Creations {
  /** By `<stack>/<address>`. */
  of(app: App): Record<string, Creation>;
}

/** Frames to look through: CDKTF and the bindings need up to ten. */
const framesToTheCreator = 20;

/**
 * Notes from now on where each resource and data source is created. `constructs` offers no hook for that, so the method
 * by which each construct joins its parent is replaced.
 *
 * @param root folder of the checkout; lines outside of its `src/` are not creators
 */
export function recordCreations(root: string): Creations {
  const lines = new WeakMap<IConstruct, SourceLine>();
  const node = Node.prototype as unknown as { addChild: (child: Construct, name: string) => void };
  const { addChild } = node;
  node.addChild = function (child, name) {
    addChild.call(this, child, name);
    if (!isBlock(child)) return;
    const line = creatingLine(path.join(root, "src"), root);
    if (line) lines.set(child, line);
  };
  return {
    of: (app) => Object.fromEntries(elementsOf(app).map((element) => [keyOf(element), creationOf(element, lines)])),
  };
}

type BlockElement = TerraformResource | TerraformDataSource | TerraformRemoteState;

function isBlock(construct: IConstruct): construct is BlockElement {
  return [TerraformResource, TerraformDataSource, TerraformRemoteState].some((kind) => construct instanceof kind);
}

function elementsOf(app: App): BlockElement[] {
  return app.node.findAll().filter(isBlock);
}

function keyOf(element: BlockElement): string {
  const type = element instanceof TerraformRemoteState ? "terraform_remote_state" : element.terraformResourceType;
  const prefix = element instanceof TerraformResource ? "" : "data.";
  return `${element.cdktfStack.node.id}/${prefix}${type}.${element.friendlyUniqueId}`;
}

function creationOf(element: TerraformElement, lines: WeakMap<IConstruct, SourceLine>): Creation {
  const scopes = element.node.scopes.slice(0, -1).reverse();
  const maker = scopes.find((scope) => isOfThisProject(scope)) ?? element.cdktfStack;
  const source = lines.get(element);
  const constructPath = element.node.path;
  return { construct: maker.constructor.name, constructPath, ...(source ? { source } : {}) };
}

/** Whether a construct is neither of CDKTF nor a mere group. */
function isOfThisProject(construct: IConstruct): boolean {
  const isElement = construct instanceof TerraformElement && !TerraformStack.isStack(construct);
  return !isElement && construct.constructor !== Construct;
}

/** The line of the sources that is being run, innermost first. */
function creatingLine(sources: string, root: string): SourceLine | undefined {
  const frame = callSites().find((one) => {
    const file = fileOf(one) ?? "";
    return file.startsWith(sources + path.sep) && !file.includes("node_modules");
  });
  return frame && { file: path.relative(root, fileOf(frame) ?? ""), line: lineOf(frame) };
}

/** The frames of V8 before they are formatted. */
function callSites(): readonly NodeJS.CallSite[] {
  const before = { ...Error };
  Error.stackTraceLimit = framesToTheCreator;
  Error.prepareStackTrace = (_, frames) => frames;
  const { stack } = new Error();
  Object.assign(Error, { prepareStackTrace: undefined }, before);
  return stack as unknown as readonly NodeJS.CallSite[];
}

function fileOf(frame: NodeJS.CallSite): string | undefined {
  return frame.getFileName()?.replace(/^file:\/\//, "");
}

/** The line in the TypeScript source; tsx runs transformed code. */
function lineOf(frame: NodeJS.CallSite): number {
  const [line, column] = [frame.getLineNumber() ?? 0, frame.getColumnNumber() ?? 0];
  const origin = findSourceMap(frame.getFileName() ?? "")?.findOrigin(line, column);
  return origin && "lineNumber" in origin ? origin.lineNumber : line;
}
