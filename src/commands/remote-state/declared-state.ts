import { isBootstrapStack } from "../../settings/names";
import type { Settings } from "../../settings/validate";
import { EndpointError, emulatorTarget, terraformTarget } from "../../target/emulator";
import { bootstrapAccounts, type StateOwner, stateOwners } from "../../stacks/bootstrap-accounts";
import { stateBackend } from "../../stacks/state-backend";
import { CommandError } from "../cli/command-error";
import type { S3BackendArguments } from "./backend";
import { someOf } from "../../options/some-of";

/** A state that the settings declare. */
export interface DeclaredState {
  /** The stack that it belongs to: an environment's name, or that of a bootstrap stack. */
  readonly name: string;

  /** The environment whose bucket stores it. */
  readonly environment: StateOwner;

  /** Where and how Terraform stores it. */
  readonly backend: S3BackendArguments;
}

/**
 * The states of the bootstrap stacks and of all environments, retired ones included, located from the same settings as in the stacks, so that no
 * synthesis is needed first.
 *
 * @param env variables that identify an emulator run
 * @throws CommandError when the endpoint that is set is neither AWS nor an emulator on this machine
 */
export function declaredStates(
  settings: Pick<Settings, "organization" | "environments">,
  env: NodeJS.ProcessEnv = process.env,
): DeclaredState[] {
  const { organization } = settings;
  const pathStyle = usesEmulator(env);
  const declared = (name: string, environment: StateOwner, key: string): DeclaredState => {
    const { bucket, region, kmsKeyId } = stateBackend(organization, environment, key);
    const encryption = kmsKeyId === undefined ? {} : { kms_key_id: kmsKeyId };
    return { name, environment, backend: { bucket, key, region, use_path_style: pathStyle, ...encryption } };
  };
  const { stateKey } = organization.bootstrap;
  return [
    ...bootstrapAccounts(settings).map(({ stack, stateEnvironment }) => declared(stack, stateEnvironment, stateKey)),
    ...stateOwners(settings).kept.map((environment) => declared(environment.name, environment, environment.state.key)),
  ];
}

/**
 * The state of one stack.
 *
 * @throws CommandError when there is no stack with that name
 */
export function declaredState(
  settings: Pick<Settings, "organization" | "environments">,
  name: string,
  env: NodeJS.ProcessEnv = process.env,
): DeclaredState {
  const states = declaredStates(settings, env);
  const state = states.find((candidate) => candidate.name === name);
  if (state) return state;
  const all = states.map((candidate) => candidate.name);
  const names = [...all.filter((one) => !isBootstrapStack(one)), ...all.filter(isBootstrapStack)];
  throw new CommandError(
    `there is no environment named ${name}`,
    `name one of ${someOf(names)}; add an environment that was removed from environments/ again first (docs/remove-an-environment.md)`,
  );
}

/** Whether the variables point to an AWS emulator on this machine. */
export function usesEmulator(env: NodeJS.ProcessEnv = process.env): boolean {
  try {
    return terraformTarget(env) === emulatorTarget;
  } catch (error) {
    if (!(error instanceof EndpointError)) throw error;
    throw new CommandError(error.message, "set or unset the variable and run the command again");
  }
}
