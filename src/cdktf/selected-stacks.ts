import type { App } from "cdktf";

const key = "stacks";

/**
 * The context with which an app creates only these stacks. The commands that work on one stack set it; CDKTF's own, which
 * need the list of all stacks and remove the folders of others, do not.
 */
export function selectionOf(stacks: readonly string[]): Readonly<Record<string, unknown>> {
  return { [key]: stacks };
}

/** Names of the only stacks to create. Undefined if the app creates all. */
export function selectedStacks(app: App): readonly unknown[] | undefined {
  const names: unknown = app.node.tryGetContext(key);
  return Array.isArray(names) ? names : undefined;
}
