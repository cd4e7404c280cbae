import path from "node:path";
import type { Scenario } from "../demo/scenario";
import { stackFolder } from "../src/commands/remote-state/backend";
import { terraformBinary } from "../src/target/terraform-binary";
import type { BenchAccounts } from "./account";
import type { Command, Comparison } from "./measure";
import { cdktfCommand, side, synthesisComparisons } from "./syntheses";

/** What is compared, and in which folder and emulator. */
export interface Bench {
  /** Folder that everything is synthesized to. */
  readonly folder: string;
  readonly scenario: Scenario;
  readonly accounts: Pick<BenchAccounts, "startAfresh">;
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
  const prepare = async () => bench.accounts.startAfresh(reviewed);
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
  const prepare = async () => bench.accounts.startAfresh(deployed);
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
