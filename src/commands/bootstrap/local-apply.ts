import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { forgetBackend } from "../remote-state/backend";
import { runTerraformIn } from "../terraform/processes";
import type { Adoption } from "./adopt";

export interface LocalApply {
  readonly localStateFile: string;
  readonly adoptions: readonly Adoption[];

  /** Receives the output of Terraform, line by line. */
  readonly onOutput: (line: string) => void;
}

/**
 * Applies a synthesized stack with its state in a local file. The folder's configuration is changed only meanwhile; the
 * next synthesis writes it again if the run is killed.
 *
 * @throws CommandError with Terraform's errors
 */
export async function applyOnLocalState(folder: string, { onOutput, ...apply }: LocalApply): Promise<void> {
  const file = path.join(folder, "cdk.tf.json");
  const synthesized = await readFile(file, "utf8");
  const run = {
    onLine: onOutput,
    nextStep: "fix the cause and run the command again: it continues where this run stopped",
  };
  await forgetBackend(folder);
  try {
    await writeFile(file, localConfiguration(synthesized, apply));
    await runTerraformIn(folder, ["init", "-input=false", "-no-color"], run);
    await runTerraformIn(folder, ["apply", "-input=false", "-no-color", "-auto-approve"], run);
  } finally {
    await writeFile(file, synthesized);
  }
}

interface Configuration {
  readonly terraform: object;
  readonly data?: { readonly terraform_remote_state?: object };
  readonly locals?: object;
  readonly output?: { readonly protected_resources?: { readonly precondition?: object } };
}

/**
 * The configuration with a local backend, and with blocks that import what already exists. They name no provider:
 * Terraform imports with that of the resource, and refuses a provider that is specified for a resource whose
 * configuration it has. The comparison with the state in S3 is left out, since there is none yet.
 *
 * @see https://developer.hashicorp.com/terraform/language/import
 */
export function localConfiguration(
  synthesized: string,
  { localStateFile, adoptions }: Omit<LocalApply, "onOutput">,
): string {
  const { terraform, data, locals, output, ...blocks } = JSON.parse(synthesized) as Configuration;
  const local: Configuration = {
    ...blocks,
    terraform: { ...terraform, backend: { local: { path: localStateFile } } },
    data: { ...data, terraform_remote_state: undefined },
    locals: { ...locals, missing_resources: undefined },
    output: { ...output, protected_resources: { ...output?.protected_resources, precondition: undefined } },
  };
  return JSON.stringify({ ...local, import: adoptions }, undefined, 2);
}
