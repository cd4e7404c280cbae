import { existsSync } from "node:fs";
import path from "node:path";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { cdktf, cdktfBinary, terraform } from "../src/operations/processes";
import { projectRoot } from "../src/operations/project";
import { stackFolder } from "../src/operations/state/backend";
import { terraformBinary } from "../src/stacks/terraform-binary";
import type { Command, Comparison, Side } from "./measure";

/** The comparisons with their targets, all below one folder. */
export function comparisons(folder: string): readonly Comparison[] {
  return [synth(folder), diff(folder), deploy(folder)];
}

function synth(folder: string): Comparison {
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

function diff(folder: string): Comparison {
  const [ours, plain] = [path.join(folder, "diff"), path.join(folder, "plan")];
  return {
    title: "cdktf diff prod against cdktf synth, terraform init and terraform plan",
    target: 1.25,
    ours: side("cdktf diff", () => [cdktfCommand("diff", "prod", "--output", ours)], prepareState),
    baseline: side(
      "synth, init, plan",
      () => [
        cdktfCommand("synth", "--output", plain),
        terraformCommand(plain, "prod", "init", "-input=false"),
        terraformCommand(plain, "prod", "plan", "-input=false"),
      ],
      prepareState,
    ),
  };
}

function deploy(folder: string): Comparison {
  const [ours, plain] = [path.join(folder, "deploy"), path.join(folder, "apply")];
  return {
    title: "cdktf deploy dev against terraform apply",
    target: 1.15,
    ours: side(
      "cdktf deploy",
      () => [cdktfCommand("deploy", "dev", "--auto-approve", "--output", ours)],
      async () => {
        await destroyDev(ours, plain);
      },
    ),
    baseline: side(
      "terraform apply",
      () => [terraformCommand(plain, "dev", "apply", "-auto-approve", "-input=false")],
      async () => {
        await destroyDev(ours, plain);
        await cdktf(["synth", "--output", plain], {});
        await terraform(["init", "-input=false"], { cwd: stackFolder(plain, "dev") });
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

/** The state buckets and the key's alias, which bootstrap would make. */
async function prepareState(): Promise<void> {
  const s3 = new S3Client({ forcePathStyle: true });
  for (const environment of ["dev", "prod"]) {
    await s3.send(new CreateBucketCommand({ Bucket: `my-terraform-state-${environment}` })).catch(() => undefined);
  }
  const kms = new KMSClient({});
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  await kms
    .send(new CreateAliasCommand({ AliasName: "alias/terraform-state", TargetKeyId: KeyMetadata?.KeyId }))
    .catch(() => undefined);
}

async function destroyDev(...outdirs: readonly string[]): Promise<void> {
  await prepareState();
  const folder = outdirs
    .map((outdir) => stackFolder(outdir, "dev"))
    .find((stack) => existsSync(path.join(stack, ".terraform")));
  if (folder) await terraform(["destroy", "-auto-approve", "-input=false"], { cwd: folder });
}
