import path from "node:path";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { actIn } from "../demo/accounts";
import type { Scenario } from "../demo/scenario";
import { cdktf, cdktfBinary, terraform } from "../src/commands/terraform/processes";
import { projectRoot } from "../src/commands/cli/project";
import { stackFolder, stateClient } from "../src/commands/remote-state/backend";
import { declaredState } from "../src/commands/remote-state/declared-state";
import type { Environment } from "../src/settings/environment";
import type { Settings } from "../src/settings/validate";
import { terraformBinary } from "../src/target/terraform-binary";
import type { Command, Comparison, Side } from "./measure";

/** What is compared, and in which folder and emulator. */
export interface Bench {
  /** Folder that everything is synthesized to. */
  readonly folder: string;
  readonly settings: Settings;
  readonly scenario: Scenario;

  /** URL of the emulator. */
  readonly endpoint: string;
}

/** The comparisons with their targets; those that the emulator cannot run with these settings are omitted. */
export function comparisons(bench: Bench): readonly Comparison[] {
  return bench.scenario.isEmulated ? [synth(bench), diff(bench), deploy(bench)] : [synth(bench)];
}

function synth({ folder }: Bench): Comparison {
  const emptyApp = `${process.execPath} --import tsx ${path.join(projectRoot, "bench", "empty-app.ts")}`;
  return {
    title: "cdktf synth of all stacks against an app with one empty stack",
    target: 1.15,
    ours: side("all stacks", () => [cdktfCommand("synth", "--output", path.join(folder, "all"))]),
    baseline: side("one empty stack", () => [
      cdktfCommand("synth", "--app", emptyApp, "--output", path.join(folder, "empty")),
    ]),
  };
}

function diff(bench: Bench): Comparison {
  const [ours, plain] = [path.join(bench.folder, "diff"), path.join(bench.folder, "plan")];
  const { deployed, reviewed = deployed } = bench.scenario;
  const { name } = reviewed;
  const prepare = async () => startAfresh(bench, reviewed);
  return {
    title: `cdktf diff ${name} against cdktf synth, terraform init and terraform plan`,
    target: 1.25,
    ours: side("cdktf diff", () => [cdktfCommand("diff", name, "--output", ours)], prepare),
    baseline: side(
      "synth, init, plan",
      () => [
        cdktfCommand("synth", "--output", plain),
        terraformCommand(plain, name, "init", "-input=false"),
        terraformCommand(plain, name, "plan", "-input=false"),
      ],
      prepare,
    ),
  };
}

function deploy(bench: Bench): Comparison {
  const [ours, plain] = [path.join(bench.folder, "deploy"), path.join(bench.folder, "apply")];
  const { deployed } = bench.scenario;
  const { name } = deployed;
  return {
    title: `cdktf deploy ${name} against terraform apply`,
    target: 1.15,
    ours: side(
      "cdktf deploy",
      () => [cdktfCommand("deploy", name, "--auto-approve", "--output", ours)],
      async () => startAfresh(bench, deployed),
    ),
    baseline: side(
      "terraform apply",
      () => [terraformCommand(plain, name, "apply", "-auto-approve", "-input=false")],
      async () => {
        await startAfresh(bench, deployed);
        await cdktf(["synth", "--output", plain], {});
        await terraform(["init", "-input=false"], { cwd: stackFolder(plain, name) });
      },
    ),
  };
}

function side(
  name: string,
  commands: () => readonly Command[],
  prepare: Side["prepare"] = () => Promise.resolve(),
): Side {
  return { name, commands, prepare };
}

function cdktfCommand(...args: string[]): Command {
  return { line: [process.execPath, cdktfBinary, ...args] };
}

function terraformCommand(outdir: string, stack: string, ...args: string[]): Command {
  return { line: [terraformBinary(), ...args], cwd: stackFolder(outdir, stack) };
}

/**
 * Empties the emulator, since protected resources cannot be destroyed, and creates what bootstrap would create for one
 * environment: the bucket of its state, and the alias of its key.
 */
async function startAfresh({ endpoint, settings }: Bench, environment: Environment): Promise<void> {
  const { ok, status } = await fetch(`${endpoint}/_ministack/reset`, { method: "POST" });
  if (!ok) throw new Error(`the emulator was not emptied: it returned ${status}`);
  actIn(environment);
  const { backend } = declaredState(settings, environment.name);
  await stateClient(backend).send(new CreateBucketCommand({ Bucket: backend.bucket }));
  if (backend.kms_key_id === undefined) return;
  const kms = new KMSClient({ region: backend.region });
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  await kms.send(new CreateAliasCommand({ AliasName: backend.kms_key_id, TargetKeyId: KeyMetadata?.KeyId }));
}
