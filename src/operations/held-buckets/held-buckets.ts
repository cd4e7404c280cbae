import { readFile } from "node:fs/promises";
import path from "node:path";
import { CommandError } from "../command-error";
import type { Deletion } from "../deploy/plan";
import type { TerraformState } from "../state/terraform-state";
import { synthesizedSchema, whatLeaves } from "./configuration";
import { describeContents } from "./contents";
import { type BucketLoss, lossesOf, unplacedKeys } from "./losses";

/**
 * Refuses to go on where a bucket of the bootstrap stack is no longer in its configuration, by name and region, and
 * still holds object versions. That is how a removed or renamed environment looks, another `stateBucketPrefix` and
 * another `replicaRegion`. Terraform's own `prevent_destroy` does not hold there, since it leaves with its block.
 *
 * @param state of the bootstrap stack
 * @param folder that the stack is synthesized to
 * @throws CommandError that says what is in the bucket and what to do
 * @see https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#prevent_destroy
 */
export async function refuseLeavingBuckets(state: TerraformState, folder: string): Promise<void> {
  const text = await readFile(path.join(folder, "cdk.tf.json"), "utf8");
  await refuseUnprotecting(state, whatLeaves(state, synthesizedSchema.parse(JSON.parse(text))));
}

/**
 * Refuses to delete a bucket of the bootstrap stack that still holds object versions, what protects it, or a key that
 * may encrypt them.
 *
 * @param state of the bootstrap stack, before the deletions
 * @throws CommandError that says what is in the bucket and what to do
 */
export async function refuseUnprotecting(state: TerraformState, deletions: readonly Deletion[]): Promise<void> {
  const held = [
    ...(await Promise.all(lossesOf(state, deletions).map(describeHeld))).flat(),
    ...unplacedKeys(state, deletions).map((key) => `  a bucket that bootstrap does not know may need ${key}`),
  ];
  if (held.length === 0) return;
  throw new CommandError(
    ["this would take from a bucket what protects it while it holds object versions:", ...held].join("\n"),
    [
      "nothing was changed; keep the buckets and put the settings back as they were: the environment into environments/,",
      "its name, stateBucketPrefix, region, replicaRegion and encryption; docs/remove-an-environment.md says what stays",
    ].join("\n      "),
  );
}

async function describeHeld(loss: BucketLoss): Promise<string[]> {
  const contents = await describeContents(loss);
  if (contents === undefined) return [];
  return [
    `  ${loss.bucket} (${loss.region}) holds ${contents}, and would lose`,
    ...loss.lost.map((one) => `    ${one}`),
  ];
}
