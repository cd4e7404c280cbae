import type { Settings } from "../../settings/validate";
import { callerIdentity } from "../aws/caller";
import { ok, warning } from "../checks/finding";
import { checkPython, checkTerraform } from "../checks/tools";
import { checkVariables } from "../checks/terraform-context";
import { loadSettings } from "../cli/settings";
import { declaredState, declaredStates, type DeclaredState } from "../remote-state/declared-state";
import { check, checkAndKeep, type Check } from "./check";
import { checkStack } from "./stack";

/** The results of all checks. */
export interface Diagnosis {
  /** Whether no check failed. */
  readonly healthy: boolean;
  readonly checks: readonly Check[];
}

/**
 * Checks everything that a deploy depends on and changes none of it.
 *
 * @param stack an environment or `bootstrap`; without one, all stacks are checked
 * @throws CommandError when there is no such stack, or when `AWS_ENDPOINT_URL` points to neither AWS nor an emulator
 */
export async function diagnose(stack?: string): Promise<Diagnosis> {
  const { checks: about, settings } = await checkSettings();
  const tools = await Promise.all([
    check("tools", "Node", () => ok(process.versions.node)),
    check("tools", "Terraform", async () => checkTerraform(settings)),
    check("tools", "Python", async () => checkPython()),
    check("tools", "variables", () => checkVariables()),
  ]);
  const checks = [...tools, ...about, ...(settings ? await checkStates(settings, stack) : [])];
  return { healthy: checks.every(({ outcome }) => outcome !== "failure"), checks };
}

async function checkSettings(): Promise<{ checks: Check[]; settings?: Settings }> {
  const { check: loaded, found } = await checkAndKeep("settings", "settings", () => {
    const settings = loadSettings();
    return Promise.resolve({ finding: ok("valid"), found: settings });
  });
  if (!found) return { checks: [loaded] };
  const warnings = found.warnings.map((text) => warning(text, "see the setting in environments/"));
  return {
    checks: [loaded, ...warnings.map((finding) => ({ scope: "settings", name: "settings", ...finding }))],
    settings: found,
  };
}

async function checkStates(settings: Settings, stack: string | undefined): Promise<Check[]> {
  const states = stack === undefined ? declaredStates(settings) : [declaredState(settings, stack)];
  const region = states[0]?.backend.region ?? settings.organization.region;
  const caller = await checkAndKeep("credentials", "caller", async () => {
    const found = await callerIdentity(region);
    return { finding: ok(found.arn), found };
  });
  if (!caller.found) return [caller.check];
  const identity = caller.found;
  const required = stack !== undefined || states.every(({ environment }) => environment.account !== identity.accountId);
  const found = await Promise.all(
    states.map(async (state) =>
      checkStack(state, {
        caller: identity,
        required,
        settings,
        withBuckets: !isCheckedElsewhere(state, states),
      }),
    ),
  );
  return [caller.check, ...found.flat()];
}

/** The bootstrap state is stored in the bucket of an environment, whose checks cover that bucket. */
function isCheckedElsewhere(state: DeclaredState, states: readonly DeclaredState[]): boolean {
  return state.name !== state.environment.name && states.some(({ name }) => name === state.environment.name);
}
