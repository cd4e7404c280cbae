import { Annotations, type App } from "cdktf";
import { OptionsError } from "./options/parse-options";
import type { EnvironmentSettings } from "./settings/environment";
import type { OrganizationSettings } from "./settings/organization";
import { SettingsError, validateSettings } from "./settings/validate";
import { bootstrapAccounts } from "./stacks/bootstrap-accounts";
import { BootstrapStack } from "./stacks/bootstrap-stack";
import { EndpointError, terraformTarget } from "./target/emulator";
import { EnvironmentStack } from "./stacks/environment-stack";
import { requireTerraformFmt, TerraformFmtError } from "./cdktf/hcl/terraform-fmt";
import { refuseTerraformVariables, TerraformVariablesError } from "./target/terraform-variables";
import { nodeFault } from "./target/versions";
import { recordCreationStacks } from "./cdktf/creation-stacks";
import { selectedStacks } from "./cdktf/selected-stacks";
import { resolveFast } from "./cdktf/fast-resolution";
import { LeftoverStateError, refuseLeftoverStates } from "./cdktf/leftover-states";

/**
 * Creates the stacks from the settings: `bootstrap`, `bootstrap-<account>` for each further account, and one for each
 * environment under its name. All settings are validated, even if only some of the stacks are selected.
 *
 * @param env variables that select an emulator run and the creation stacks of tokens
 * @throws SettingsError that lists every invalid setting
 */
export function buildStacks(
  app: App,
  organization: OrganizationSettings,
  environments: readonly EnvironmentSettings[],
  env: NodeJS.ProcessEnv = {},
): void {
  recordCreationStacks(env);
  resolveFast();
  const target = terraformTarget(env);
  const settings = validateSettings(organization, environments);
  const names = selectedStacks(app);
  const selected = (stack: string) => names?.includes(stack) ?? true;
  for (const { accountId, stack } of bootstrapAccounts(settings)) {
    if (selected(stack)) new BootstrapStack(app, stack, { settings, accountId, target });
  }
  for (const environment of settings.environments) {
    const { name } = environment;
    if (selected(name)) new EnvironmentStack(app, name, { organization: settings.organization, environment, target });
  }
  for (const warning of settings.warnings) {
    // CDKTF shows the annotations of a stack, and drops those of the app.
    const [first] = app.node.children;
    const stack = app.node.children.find(({ node }) => warning.startsWith(`${node.id}.`)) ?? first;
    if (stack) Annotations.of(stack).addWarning(warning);
  }
}

/** Errors that the operator can fix, reported by their message alone. */
const fatal = [
  SettingsError,
  OptionsError,
  EndpointError,
  TerraformFmtError,
  LeftoverStateError,
  TerraformVariablesError,
];

/**
 * Builds the stacks for the command line: invalid settings or endpoints end the process with the error message alone.
 */
export function buildApp(
  app: App,
  organization: OrganizationSettings,
  environments: readonly EnvironmentSettings[],
): void {
  const fault = nodeFault(process.versions.node);
  if (fault !== undefined) endWith(fault);
  try {
    refuseTerraformVariables(process.env);
    if (app.hclOutput) requireTerraformFmt();
    buildStacks(app, organization, environments, process.env);
    // CDKTF's own commands remove the folders of stacks that are not created; they never select.
    if (!selectedStacks(app)) refuseLeftoverStates(app);
  } catch (error) {
    if (!fatal.some((kind) => error instanceof kind) || !(error instanceof Error)) throw error;
    endWith(error.message);
  }
}

function endWith(message: string): never {
  console.error(message);
  process.exit(1);
}
