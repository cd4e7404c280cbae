import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { execa } from "execa";
import type { Emulator } from "../../emulator/emulator";
import type { Actor } from "../../emulator/principals/presupposed";
import { readable } from "../../src/commands/terraform/cdktf-output";
import { cdktf, terraform } from "../../src/commands/terraform/processes";
import { stackFolder } from "../../src/commands/remote-state/backend";
import { isBootstrapStack } from "../../src/settings/names";
import { exampleProject } from "./example-project";
import { operation } from "./operation";

/** Output of a command, with both streams in order, and its exit code. */
export interface Outcome {
  readonly output: string;
  readonly exitCode: number | undefined;
}

/** The emulator as each of the principals that work with its state. The emulator's own variables are root's. */
export type Account = Emulator & Readonly<Record<Actor, Emulator>>;

/** A plan of a caller that cannot lock the state. */
const withoutLock = { TF_CLI_ARGS_plan: "-lock=false" };

/**
 * An operator's checkout, as Terraform sees it: its own output folder and location of local state. In an account with
 * principals, the administrator bootstraps and works with the bootstrap stack, the deployer deploys and destroys, and
 * the planner plans, without a lock.
 */
export class Checkout {
  private constructor(
    private readonly folder: string,
    private readonly caller: Emulator | Account,
  ) {}

  static async create(caller: Emulator | Account): Promise<Checkout> {
    return new Checkout(await mkdtemp(path.join(tmpdir(), "checkout-")), caller);
  }

  /** The same folders, used by one caller for everything. */
  as(caller: Emulator): Checkout {
    return new Checkout(this.folder, caller);
  }

  private variablesOf(actor: Actor): Readonly<Record<string, string>> {
    if (!("planner" in this.caller)) return this.caller.env;
    return { ...this.caller[actor].env, ...(actor === "planner" ? withoutLock : {}) };
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
        env: { ...this.variablesOf("administrator"), ...env },
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
    return operation({ env: this.variablesOf("deployer") }, "migrate-state", ...args);
  }

  /** Runs the CDKTF CLI on this checkout's output folder. */
  async cdktf(...args: string[]): Promise<Outcome> {
    const [command = "", stack = ""] = args;
    const worker = command === "deploy" || command === "destroy" ? "deployer" : "planner";
    const { all, exitCode } = await cdktf([...args, "--no-color", "--output", this.outdir], {
      cwd: exampleProject(),
      env: this.variablesOf(isBootstrapStack(stack) ? "administrator" : worker),
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
      env: this.variablesOf(isBootstrapStack(stack) ? "administrator" : "deployer"),
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

/** A client's settings for talking to the emulator as root from within a test, whose own environment names none. */
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

/** A client's settings for talking to the emulator as a caller. */
export function clientAs({ endpoint, env }: Emulator) {
  const credentials = {
    accessKeyId: env.AWS_ACCESS_KEY_ID ?? "",
    secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? "",
    ...(env.AWS_SESSION_TOKEN ? { sessionToken: env.AWS_SESSION_TOKEN } : {}),
  };
  return { region: env.AWS_REGION ?? "", endpoint, credentials };
}

export function s3As(caller: Emulator): S3Client {
  return new S3Client({ ...clientAs(caller), forcePathStyle: true });
}
