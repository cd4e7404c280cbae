import { CommandError } from "../../cli/command-error";
import { printable } from "../../cli/printable";
import { readSynthesized } from "../../remote-state/backend";
import type { Deletion } from "../../terraform/plan";
import type { TerraformState } from "../../remote-state/terraform-state";
import { missingProviders, type Synthesized, synthesizedSchema, whatLeaves } from "./configuration";
import { describeContents } from "./contents";
import { type BucketLoss, lossesOf, unplacedKeys } from "./losses";
import { someOf } from "../../../options/some-of";

/**
 * Refuses to continue when a bucket of the bootstrap stack is no longer in its configuration, by name and region, and
 * still contains object versions. The causes are a removed or renamed environment, a changed `stateBucketPrefix` or a
 * changed `replicaRegion`. Terraform's own `prevent_destroy` has no effect then, since it is removed together with its
 * block.
 *
 * @param state of the bootstrap stack, if there is one
 * @param folder that the stack is synthesized to
 * @throws CommandError that describes the contents of the bucket and what to do
 * @see https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#prevent_destroy
 */
export async function checkRemovedBuckets(state: TerraformState | undefined, folder: string): Promise<void> {
  if (!state) return;
  const configuration = await readSynthesized(folder, synthesizedSchema);
  await checkUnprotectedBuckets(state, whatLeaves(state, configuration));
  checkProviders(state, configuration);
}

/** Terraform cannot plan while the state contains a resource whose provider is no longer in the configuration. */
function checkProviders(state: TerraformState, configuration: Synthesized): void {
  const missing = missingProviders(state, configuration);
  if (missing.length === 0) return;
  throw new CommandError(
    `the settings no longer have a location of this stack, so Terraform cannot plan it: ${someOf(missing)}`,
    [
      "restore the region or replicaRegion, or retire it in organization.bootstrap.retired",
      "(docs/remove-an-environment.md); docs/upgrade.md describes how to move an account to its own bootstrap stack",
    ].join("\n      "),
    { effect: "nothing was changed" },
  );
}

/**
 * Refuses to delete a bucket of the bootstrap stack that still contains object versions, a resource that protects it,
 * or a key that may encrypt them.
 *
 * @param state of the bootstrap stack, before the deletions
 * @throws CommandError that describes the contents of the bucket and what to do
 */
export async function checkUnprotectedBuckets(
  state: TerraformState | undefined,
  deletions: readonly Deletion[],
): Promise<void> {
  if (!state) return;
  const held = [
    ...(await Promise.all(lossesOf(state, deletions).map(describeHeld))).flat(),
    ...unplacedKeys(state, deletions).map((key) => `  a bucket that is not in the bootstrap state may need ${key}`),
  ];
  if (held.length === 0) return;
  throw new CommandError(
    ["this would remove the protection of a bucket that contains object versions:", ...held].join("\n"),
    [
      "keep the buckets and restore the previous settings: the environment in environments/,",
      "its name, stateBucketPrefix, region, replicaRegion and encryption; or, if the environment is destroyed, retire it",
      "in organization.bootstrap.retired, see docs/remove-an-environment.md",
    ].join("\n      "),
    { effect: "nothing was changed" },
  );
}

async function describeHeld(loss: BucketLoss): Promise<string[]> {
  const contents = await describeContents(loss);
  if (contents === undefined) return [];
  return [
    `  ${printable(loss.bucket)} (${loss.region}) contains ${contents}, and would lose`,
    ...loss.lost.map((one) => `    ${one}`),
  ];
}
