import { existsSync } from "node:fs";
import { copyFile, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { S3Client } from "@aws-sdk/client-s3";
import { CommandError } from "../cli/command-error";
import { terraform } from "../terraform/processes";
import { forgetBackend, type S3BackendArguments } from "./backend";
import { readLocalState } from "./local-state";
import { readStateObject, stateUrl, type StateObject } from "./state-object";
import { describeState, missingResources, resourceIds, sameContents, type TerraformState } from "./terraform-state";
import { someOf } from "../../options/some-of";

export interface StateMove {
  /**
   * Folder that the stack is synthesized into: the move uses its provider plugins, and its old backend is forgotten.
   */
  readonly stackFolder: string;
  /** State file to move. It is deleted after everything in it was found in S3. */
  readonly localFile: string;
  readonly backend: S3BackendArguments;
  readonly client: S3Client;
  /** Receives a line for each step. */
  readonly report: (line: string) => void;
}

/**
 * Moves a local state file to the S3 backend with `terraform init -migrate-state` and deletes it only after every
 * resource in it, address and ID, was read back from S3.
 *
 * An existing state in S3 is never overwritten: if it equals the local file, an earlier move was interrupted and is now
 * completed; if it differs, the move is refused and both states are described. The caller has checked that no state was
 * deleted there.
 *
 * @throws CommandError when S3 holds another state, or when the moved state cannot be verified
 * @see https://developer.hashicorp.com/terraform/cli/commands/init#backend-initialization
 */
export async function moveStateToS3(move: StateMove): Promise<void> {
  const local = await readLocalState(move.localFile);
  if (!local)
    throw new CommandError(`there is no state in ${move.localFile}`, "nothing was moved; specify the right file");
  const present = await readStateObject(move.client, move.backend);
  if (present) {
    await checkSameState(move, local, present);
    move.report(`${stateUrl(move.backend)} already contains this state, an earlier move was interrupted`);
  } else {
    refuseEmptyState(move, local);
    await migrate(move);
  }
  await verify(move, local);
  await rm(move.localFile);
  await rm(`${move.localFile}.backup`, { force: true });
  await forgetBackend(move.stackFolder);
  move.report(`deleted ${move.localFile}`);
}

/** Terraform migrates no state that is empty, so that the move could never be verified. */
function refuseEmptyState({ localFile, backend }: StateMove, local: TerraformState): void {
  if (resourceIds(local).size > 0) return;
  throw new CommandError(
    `${localFile} contains no resources (${describeState(local)}), and there is no state in ${stateUrl(backend)}`,
    "nothing was moved; move the file away: the next deployment starts a state in S3",
  );
}

async function checkSameState(move: StateMove, local: TerraformState, remote: StateObject): Promise<void> {
  if (sameContents(local, remote.state)) return;
  const { mtime } = await stat(move.localFile);
  throw new CommandError(
    [
      `there are two different states, and moving one over the other would lose resources`,
      `  local: ${move.localFile}`,
      `         ${describeState(local)}, changed ${mtime.toISOString()}`,
      `  S3:    ${stateUrl(move.backend)}`,
      `         ${describeState(remote.state)}, changed ${remote.lastModified?.toISOString() ?? "at an unknown time"}`,
      ...differences(local, remote.state),
    ].join("\n"),
    "nothing was changed; S3 is what Terraform uses, so move the local file away if it is the older one",
  );
}

function differences(local: TerraformState, remote: TerraformState): string[] {
  const onlyLocal = missingResources(local, remote);
  const onlyRemote = missingResources(remote, local);
  return [
    ...onlyLocal.map((resource) => `  only in the local file: ${resource}`),
    ...onlyRemote.map((resource) => `  only in S3: ${resource}`),
    ...(onlyLocal.length + onlyRemote.length === 0 ? ["  the same resources, with different attributes"] : []),
  ];
}

/** Runs the move in a separate folder, so that a crash leaves the stack's folder and the local file intact. */
async function migrate(move: StateMove): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "state-move-"));
  try {
    await writeFile(
      path.join(folder, "backend.tf.json"),
      JSON.stringify({ terraform: { backend: { s3: move.backend } } }),
    );
    await copyFile(move.localFile, path.join(folder, "terraform.tfstate"));
    const plugins = path.join(move.stackFolder, ".terraform", "providers");
    const pluginDir = existsSync(plugins) ? [`-plugin-dir=${plugins}`] : [];
    await answerMigration(["init", "-migrate-state", "-no-color", ...pluginDir], folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Terraform asks before it copies, and asks a different question if the backend already contains a state. Only the
 * first question is answered with yes, so that a state written since the check is not overwritten.
 */
async function answerMigration(args: readonly string[], folder: string): Promise<void> {
  const run = terraform(args, { cwd: folder, stdin: "pipe", stdout: "pipe", stderr: "pipe", all: true, reject: false });
  const answers: string[] = [];
  let unread = "";
  run.stdout.on("data", (chunk: Buffer) => {
    unread += chunk.toString();
    if (!unread.includes("Enter a value:")) return;
    const answer = unread.includes("No existing state was found in the newly") ? "yes" : "no";
    answers.push(answer);
    unread = "";
    run.stdin.write(`${answer}\n`);
  });
  const { exitCode, all } = await run;
  if (answers.includes("no")) {
    throw new CommandError(
      "a state appeared in S3 while this one was about to be moved",
      "nothing was changed; run the command again",
    );
  }
  if (exitCode !== 0) {
    throw new CommandError(
      `terraform init -migrate-state failed:\n${all}`,
      "nothing was deleted; fix the cause and run the command again",
    );
  }
}

async function verify(move: StateMove, local: TerraformState): Promise<void> {
  const moved = await readStateObject(move.client, move.backend);
  const missing = moved ? missingResources(local, moved.state) : [...resourceIds(local).keys()];
  if (!moved || missing.length > 0) {
    throw new CommandError(
      `${stateUrl(move.backend)} does not contain everything that was moved; missing: ${someOf(missing) || "the object"}`,
      `the local state remains in ${move.localFile}; run the command again`,
    );
  }
  move.report(
    `verified ${resourceIds(local).size} resources in ${stateUrl(move.backend)} (${moved.encryption ?? "not encrypted"}, version ${moved.versionId ?? "none"})`,
  );
}
