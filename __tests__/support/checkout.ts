import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { execa } from "execa";
import type { Emulator } from "../../emulator/emulator";
import { readable } from "../../src/commands/terraform/cdktf-output";
import { cdktf, terraform } from "../../src/commands/terraform/processes";
import { stackFolder } from "../../src/commands/remote-state/backend";
import { exampleProject } from "./example-project";
import { operation } from "./operation";

/** Output of a command, with both streams in order, and its exit code. */
export interface Outcome {
  readonly output: string;
  readonly exitCode: number | undefined;
}

/** An operator's checkout, as Terraform sees it: its own output folder and location of local state. */
export class Checkout {
  private constructor(
    private readonly folder: string,
    private readonly emulator: Emulator,
  ) {}

  static async create(emulator: Emulator): Promise<Checkout> {
    return new Checkout(await mkdtemp(path.join(tmpdir(), "checkout-")), emulator);
  }

  get outdir(): string {
    return path.join(this.folder, "cdktf.out");
  }

  get localState(): string {
    return path.join(this.folder, "terraform.bootstrap.tfstate");
  }

  /** Folder to which one stack is synthesized. */
  stack(name: string): string {
    return stackFolder(this.outdir, name);
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Runs `npm run bootstrap` by what that script calls, in its own process group, which a test can kill. */
  startBootstrap(env: Readonly<Record<string, string>> = {}, ...args: string[]) {
    return execa(
      process.execPath,
      [
        "--require",
        "./src/start.cjs",
        "src/commands/bootstrap/command.ts",
        "--output",
        this.outdir,
        "--local-state",
        this.localState,
        ...args,
      ],
      {
        cwd: exampleProject(),
        env: { ...this.emulator.env, ...env },
        all: true,
        reject: false,
        stdin: "ignore",
        detached: true,
      },
    );
  }

  async bootstrap(env?: Readonly<Record<string, string>>, ...args: string[]): Promise<Outcome> {
    const { all, exitCode } = await this.startBootstrap(env, ...args);
    return { output: all, exitCode };
  }

  async migrateState(environment: string, localState: string): Promise<Outcome> {
    const args = [environment, "--output", this.outdir, "--local-state", localState];
    return operation(this.emulator, "migrate-state", ...args);
  }

  /** Runs the CDKTF CLI on this checkout's output folder. */
  async cdktf(...args: string[]): Promise<Outcome> {
    const { all, exitCode } = await cdktf([...args, "--no-color", "--output", this.outdir], {
      cwd: exampleProject(),
      env: this.emulator.env,
      all: true,
      reject: false,
      stdin: "ignore",
    });
    return { output: readable(all), exitCode };
  }

  /** Runs Terraform in a stack's folder. */
  async terraform(stack: string, ...args: string[]): Promise<Outcome> {
    const { all, exitCode } = await terraform(args, {
      cwd: this.stack(stack),
      env: this.emulator.env,
      all: true,
      reject: false,
      stdin: "ignore",
    });
    return { output: all, exitCode };
  }

  async synthesized(stack: string, file: string): Promise<string> {
    return readFile(path.join(this.stack(stack), file), "utf8");
  }
}

/** A client's settings for talking to the emulator from within a test, whose own environment names none. */
export function clientFor(emulator: Emulator) {
  return {
    region: "ap-northeast-1",
    endpoint: emulator.endpoint,
    credentials: { accessKeyId: "123456789012", secretAccessKey: "emulator" },
  };
}

export function s3(emulator: Emulator, region = "ap-northeast-1"): S3Client {
  return new S3Client({ ...clientFor(emulator), region, forcePathStyle: true });
}
