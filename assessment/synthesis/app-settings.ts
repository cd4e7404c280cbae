import path from "node:path";
import type * as Environments from "../../environments";
import type * as Validation from "../../src/settings/validate";
import type * as Accounts from "../../src/stacks/bootstrap-accounts";
import type { SynthesisRecord } from "./record";

/**
 * The validated settings of a checkout, which may be another one than this program's: its own code validates them.
 *
 * @param root folder of the checkout
 */
export function resolvedSettings(root: string): SynthesisRecord["settings"] {
  const { environments, organization } = load(root, "environments") as typeof Environments;
  const { validateSettings } = load(root, "src/settings/validate") as typeof Validation;
  const { bootstrapAccounts } = load(root, "src/stacks/bootstrap-accounts") as typeof Accounts;
  const settings = validateSettings(organization, environments);
  const bootstrapStacks = bootstrapAccounts(settings).map(({ accountId, stack, stateEnvironment: { region } }) => ({
    name: stack,
    account: accountId,
    region,
  }));
  const plain = JSON.parse(JSON.stringify(settings)) as Pick<
    SynthesisRecord["settings"],
    "organization" | "environments"
  >;
  return { organization: plain.organization, environments: plain.environments, bootstrapStacks };
}

function load(root: string, module: string): unknown {
  // TypeScript is loaded by `require` alone.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require(path.join(root, module));
}
