import { existsSync } from "node:fs";
import { copyFile, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { S3Client } from "@aws-sdk/client-s3";
import { CommandError } from "../command-error";
import { terraform } from "../processes";
import { forgetBackend, type S3BackendArguments } from "./backend";
import { readLocalState } from "./local-state";
import { refuseDeletedState } from "./refuse-deleted-state";
import { readStateObject, stateUrl, type StateObject } from "./state-object";
import { describeState, missingResources, resourceIds, sameContents, type TerraformState } from "./terraform-state";

export interface StateMove {
  /** Stack whose state it is. */
  readonly stack: string;
  /** Folder that the stack is synthesized into: its provider plugins serve the move, and its old backend is forgotten. */
  readonly stackFolder: string;
  /** State file to move. It is deleted once everything in it was found in S3. */
  readonly localFile: string;
  readonly backend: S3BackendArguments;
  readonly client: S3Client;
  /** Told what happens, a line each. */
  readonly report: (line: string) => void;
}

/**
 * Moves a local state file to the S3 backend by `terraform init -migrate-state` and deletes it only after every
 * resource in it, address and id, was read back from S3.
 *
 * An existing state in S3 is never overwritten: when it says the same as the local file, an earlier move was cut short
 * and is finished; when it says anything else, the move is refused and both are described.
 *
 * @throws CommandError when S3 holds another state, or when the moved one can't be verified
 * @see https://developer.hashicorp.com/terraform/cli/commands/init#backend-initialization
 */
export async function moveStateToS3(move: StateMove): Promise<void> {
  const local = await readLocalState(move.localFile);
  if (!local)
    throw new CommandError(`there is no state in ${move.localFile}`, "nothing was moved; name the right file");
  const present = await readStateObject(move.client, move.backend);
  if (present) {
    await refuseAnotherState(move, local, present);
    move.report(`${stateUrl(move.backend)} already holds this state, an earlier move was cut short`);
  } else {
    await refuseDeletedState(move.client, move.backend, move.stack);
    await migrate(move);
  }
  await verify(move, local);
  await rm(move.localFile);
  await rm(`${move.localFile}.backup`, { force: true });
  await forgetBackend(move.stackFolder);
  move.report(`deleted ${move.localFile}`);
}

async function refuseAnotherState(move: StateMove, local: TerraformState, remote: StateObject): Promise<void> {
  if (resourceIds(local).size === 0 || sameContents(local, remote.state)) return;
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
    "nothing was changed; S3 is what Terraform uses, so put the local file aside if it is the older one",
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

/** Runs the move in a folder of its own, so that a crash leaves neither the stack's folder nor the local file half-done. */
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
 * Terraform asks before it copies, and asks another question when the backend holds a state already. Only the first one
 * is answered with yes, so that a state written since we looked stays whole.
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
      "nothing was deleted; mend the cause and run the command again",
    );
  }
}

async function verify(move: StateMove, local: TerraformState): Promise<void> {
  const moved = await readStateObject(move.client, move.backend);
  const missing = moved ? missingResources(local, moved.state) : [...resourceIds(local).keys()];
  if (!moved || missing.length > 0) {
    throw new CommandError(
      `${stateUrl(move.backend)} does not hold everything that was moved; missing: ${missing.join(", ") || "the object"}`,
      `the local state stays in ${move.localFile}; run the command again`,
    );
  }
  move.report(
    `verified ${resourceIds(local).size} resources in ${stateUrl(move.backend)} (${moved.encryption ?? "not encrypted"}, version ${moved.versionId ?? "none"})`,
  );
}
