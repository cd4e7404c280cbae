import { cp } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { projectRoot } from "../src/commands/cli/project";
import { cdktfBinary } from "../src/commands/terraform/processes";
import type { Command, Comparison, Side } from "./measure";

const start = ["--require", path.join(projectRoot, "src", "start.cjs")];
const emptyApp = path.join(__dirname, "apps", "empty.ts");
const manyEnvironments = path.join(__dirname, "apps", "many-environments.ts");

/** Programs that other packages run. */
const others = path.join(__dirname, "others");

/** Installs the packages of the programs that are compared with this project, outside the checkout. */
export async function installOthers(folder: string): Promise<void> {
  await cp(others, othersIn(folder), { recursive: true });
  await execa("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], { cwd: othersIn(folder) });
}

function othersIn(folder: string): string {
  return path.join(folder, "others");
}

/** The comparisons that need no emulator. */
export function synthesisComparisons(folder: string): readonly Comparison[] {
  const all = side("all stacks", () => [cdktfCommand("synth", "--output", path.join(folder, "all"))]);
  const app = side("the app", () => [appCommand(folder, path.join(projectRoot, "main.ts"))]);
  return [
    {
      title: "the app alone against an app with one empty stack",
      target: 1.9,
      ours: app,
      baseline: side("one empty stack", () => [appCommand(folder, emptyApp)]),
    },
    {
      title: "the app alone against an empty app that tsx itself starts",
      ours: app,
      baseline: side("one empty stack, node --import tsx", () => [
        { ...appCommand(folder, emptyApp), line: [process.execPath, "--import", "tsx", emptyApp] },
      ]),
    },
    {
      title: "one environment of 200 against one of 2",
      target: 1.2,
      ours: side("one of 200", () => [appCommand(folder, manyEnvironments, "200", "env-1")]),
      baseline: side("one of 2", () => [appCommand(folder, manyEnvironments, "2", "env-1")]),
    },
    {
      title: "cdktf synth of all stacks against cdktf synth of an app with one empty stack",
      target: 1.12,
      ours: all,
      baseline: side("one empty stack", () => [
        cdktfCommand("synth", "--app", ["node", ...start, emptyApp].join(" "), "--output", path.join(folder, "empty")),
      ]),
    },
    {
      title: "cdktf synth against cdk synth of an AWS CDK app with fewer resources",
      target: 0.7,
      ours: all,
      baseline: side("cdk synth", () => [
        {
          line: [bin(folder, "cdk"), "synth", "--quiet", "--no-notices", "--output", path.join(folder, "cdk")],
          cwd: othersIn(folder),
        },
      ]),
    },
    {
      title: "cdktf synth against the same app as CDKTF's template runs it",
      ours: all,
      baseline: side("ts-node, bindings from the root of their package", () => [
        cdktfCommand("synth", "--app", templateApp(folder), "--output", path.join(folder, "template")),
      ]),
    },
  ];
}

function templateApp(folder: string): string {
  const [project, program] = [path.join(others, "tsconfig.json"), path.join(others, "template.ts")];
  return [bin(folder, "ts-node"), "--project", project, program].join(" ");
}

/** Synthesizes an app without the CDKTF CLI. */
export function appCommand(folder: string, program: string, ...args: string[]): Command {
  const CDKTF_OUTDIR = path.join(folder, [path.basename(program, ".ts"), ...args].join("-"));
  return { line: [process.execPath, ...start, program, ...args], env: { CDKTF_OUTDIR } };
}

export function cdktfCommand(...args: string[]): Command {
  return { line: [process.execPath, cdktfBinary, ...args] };
}

export function side(
  name: string,
  commands: () => readonly Command[],
  prepare: Side["prepare"] = () => Promise.resolve(),
): Side {
  return { name, commands, prepare };
}

function bin(folder: string, name: string): string {
  return path.join(othersIn(folder), "node_modules", ".bin", name);
}
