import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { runRecorder } from "../../scan/synthesize";
import { stackFolder } from "../../src/commands/remote-state/backend";
import { CommandError } from "../../src/commands/cli/command-error";
import type { Json, JsonObject } from "../../src/cdktf/terraform-json";
import { isEndpointVariable } from "../../src/target/emulator";
import { listOf } from "../model/nested-blocks";
import type { Project, Sources, Stack } from "../model/project";
import { providersOf } from "../model/provider";
import { stackOf } from "../model/stack";
import { textOf } from "../model/value";
import { recordFile, recordSchema, type SynthesisRecord } from "./record";
import { settingsSources } from "./settings-sources";
import { settingOf } from "./setting-of";
import { sourcesOf } from "./sources";

/** Both formats of a stack, as `cdktf synth` and `cdktf synth --hcl` write them. */
export interface StackFiles {
  readonly json: string;
  readonly hcl: string;
}

export interface ProjectOptions {
  /**
   * Date of the assessment, `YYYY-MM-DD`.
   * @default - the date of the commit
   */
  readonly date?: string;
}

export interface SynthesizedProject {
  readonly project: Project;

  /** By name of the stack, in the order of the project. */
  readonly files: ReadonlyMap<string, StackFiles>;

  /** Acceptances as the checkout's settings have them. */
  readonly acceptances: Json;
}

/**
 * Synthesizes a checkout for AWS, in both formats, without credentials and without the network.
 *
 * @param root folder of the checkout
 * @throws CommandError when the variables select an emulator, or when the stacks cannot be synthesized
 */
export async function synthesizedProject(root: string, { date }: ProjectOptions = {}): Promise<SynthesizedProject> {
  refuseEmulator();
  const sources = await sourcesOf(root, date);
  const outdir = await mkdtemp(path.join(tmpdir(), "assessment-"));
  try {
    const [json, hcl] = [path.join(outdir, "json"), path.join(outdir, "hcl")];
    const program = path.join(root, "main.ts");
    const recorder = path.join(__dirname, "recorder.ts");
    await Promise.all([
      runRecorder(recorder, { program, mode: "terraform_json", outdir: json, root }),
      runRecorder(recorder, { program, mode: "hcl", outdir: hcl, root }),
    ]);
    return await readProject({ root, json, hcl, sources });
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
}

/** An emulator run relaxes what an auditor asks for: version constraints, and arguments that it does not support. */
function refuseEmulator(): void {
  const name = Object.keys(process.env).find((variable) => isEndpointVariable(variable) && process.env[variable]);
  if (name === undefined) return;
  throw new CommandError(
    `${name} selects an emulator (${process.env[name] ?? ""}), and evidence is made for AWS`,
    `unset ${name}, then run the command again`,
  );
}

interface Output {
  readonly root: string;
  readonly json: string;
  readonly hcl: string;
  readonly sources: Sources;
}

async function readProject({ root, json, hcl, sources }: Output): Promise<SynthesizedProject> {
  const record = recordSchema.parse(JSON.parse(await readFile(path.join(json, recordFile), "utf8")));
  const files = new Map<string, StackFiles>();
  const stacks: Stack[] = [];
  for (const identity of stackNames(record.settings)) {
    const text = await readFile(path.join(stackFolder(json, identity.name), "cdk.tf.json"), "utf8");
    files.set(identity.name, {
      json: text,
      hcl: await readFile(path.join(stackFolder(hcl, identity.name), "cdk.tf"), "utf8"),
    });
    const content = JSON.parse(text) as JsonObject;
    stacks.push(stackOf({ ...identity, ...placeOf(content), json: content }));
  }
  const { organization, environments, acceptances } = record.settings;
  const settings = { organization: organization as JsonObject, environments: environments as readonly JsonObject[] };
  const provenance = provenanceOf(record, settings, root);
  return { project: { stacks, settings, provenance, sources }, files, acceptances };
}

/** The stacks in the order of the settings. */
function stackNames({ bootstrapStacks, environments }: SynthesisRecord["settings"]): Pick<Stack, "name" | "kind">[] {
  return [
    ...bootstrapStacks.map((name) => ({ name, kind: "bootstrap" as const })),
    ...environments.map(({ name }) => ({ name: textOf(name), kind: "environment" as const })),
  ];
}

/** Account and region of a stack's default provider. */
function placeOf(json: JsonObject): Pick<Stack, "account" | "region"> {
  const configuration = providersOf({ json }).find(({ alias }) => alias === undefined);
  const [account] = listOf(configuration?.allowed_account_ids);
  return { account: textOf(account), region: textOf(configuration?.region) };
}

function provenanceOf(record: SynthesisRecord, settings: Project["settings"], root: string): Project["provenance"] {
  const lines = settingsSources(root, settings);
  return new Map(
    Object.entries(record.provenance).map(([key, { source: creator, ...creation }]) => {
      const setting = settingOf(creation.constructPath, settings);
      const source = lines(setting);
      const asked = { path: setting.path, ...(source ? { source } : {}) };
      return [key, { ...creation, ...(creator ? { source: creator } : {}), setting: asked }];
    }),
  );
}
