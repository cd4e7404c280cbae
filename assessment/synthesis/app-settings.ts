import path from "node:path";
import { type App, TerraformStack } from "cdktf";
import type * as Environments from "../../environments";
import type * as Validation from "../../src/settings/validate";
import type { SynthesisRecord } from "./record";

/** What `environments/` exports; earlier versions have no acceptances. */
type Exports = Pick<typeof Environments, "environments" | "organization"> & { readonly acceptedControls?: unknown };

/**
 * The validated settings of a checkout, which may be another one than this program's: its own code validates them.
 *
 * @param root folder of the checkout
 * @param app that it has created
 */
export function resolvedSettings(root: string, app: App): SynthesisRecord["settings"] {
  const { environments, organization, acceptedControls = [] } = load(root, "environments") as Exports;
  const { validateSettings } = load(root, "src/settings/validate") as typeof Validation;
  const settings = validateSettings(organization, environments);
  const plain = JSON.parse(JSON.stringify({ ...settings, acceptances: acceptedControls })) as Omit<
    SynthesisRecord["settings"],
    "bootstrapStacks"
  >;
  const ofEnvironments = settings.environments.map(({ name }) => name);
  const stacks = app.node.children.filter((child) => TerraformStack.isStack(child)).map(({ node }) => node.id);
  return {
    organization: plain.organization,
    environments: plain.environments,
    acceptances: plain.acceptances,
    bootstrapStacks: stacks.filter((stack) => !ofEnvironments.includes(stack)),
  };
}

function load(root: string, module: string): unknown {
  // TypeScript is loaded by `require` alone.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require(path.join(root, module));
}
