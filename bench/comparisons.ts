import path from "node:path";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { actIn } from "../demo/accounts";
import type { Scenario } from "../demo/scenario";
import { stackFolder, stateClient } from "../src/commands/remote-state/backend";
import { declaredState } from "../src/commands/remote-state/declared-state";
import type { Environment } from "../src/settings/environment";
import type { Settings } from "../src/settings/validate";
import { terraformBinary } from "../src/target/terraform-binary";
import type { Command, Comparison } from "./measure";
import { cdktfCommand, side, synthesisComparisons } from "./syntheses";

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
  const syntheses = synthesisComparisons(bench.folder);
  if (!bench.scenario.isEmulated) return syntheses;
  const { name } = bench.scenario.deployed;
  return [
    ...syntheses,
    diff(bench),
    deploy(bench, `cdktf deploy ${name}`, (outdir) =>
      cdktfCommand("deploy", name, "--auto-approve", "--output", outdir),
    ),
    deploy(bench, `npm run deploy -- ${name}`, (outdir) => ({
      line: ["npm", "run", "--silent", "deploy", "--", name, "--auto-approve", "--output", outdir],
    })),
  ];
}

function diff(bench: Bench): Comparison {
  const [ours, plain] = [path.join(bench.folder, "diff"), path.join(bench.folder, "plan")];
  const { deployed, reviewed = deployed } = bench.scenario;
  const { name } = reviewed;
  const prepare = async () => startAfresh(bench, reviewed);
  return {
    title: `cdktf diff ${name} against cdktf synth, terraform init and terraform plan`,
    target: 1.1,
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

function deploy(bench: Bench, title: string, command: (outdir: string) => Command): Comparison {
  const [ours, plain] = [path.join(bench.folder, "deploy"), path.join(bench.folder, "apply")];
  const { deployed } = bench.scenario;
  const { name } = deployed;
  const prepare = async () => startAfresh(bench, deployed);
  return {
    title: `${title} against cdktf synth, terraform init, terraform plan and terraform apply`,
    target: 1.1,
    ours: side(title, () => [command(ours)], prepare),
    baseline: side(
      "synth, init, plan, apply",
      () => [
        cdktfCommand("synth", "--output", plain),
        terraformCommand(plain, name, "init", "-input=false"),
        terraformCommand(plain, name, "plan", "-input=false", "-out=plan"),
        terraformCommand(plain, name, "apply", "-input=false", "plan"),
      ],
      prepare,
    ),
  };
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
