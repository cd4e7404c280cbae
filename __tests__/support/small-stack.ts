import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Emulator } from "../../emulator/emulator";
import { terraform } from "../../src/commands/terraform/processes";
import type { Outcome } from "./checkout";
import { untilItEnds } from "./operation";

export interface SmallStackOptions {
  /**
   * Environment whose backend the stack uses: bucket, key, lock and encryption are configured as in the real
   * environment.
   */
  readonly environment: "dev" | "prod";

  /** Arguments of the backend that differ, for example a bucket that does not exist. */
  readonly backend?: Readonly<Record<string, unknown>>;
}

/** Resources of a configuration in Terraform's JSON syntax: blocks by name, by type. */
export type Resources = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * A configuration of a few `terraform_data` resources with the S3 backend of an environment. It needs no provider, so a
 * plan is fast, and its state behaves as that of the platform.
 *
 * Two of them for the same environment represent two operators' checkouts of one stack.
 */
export class SmallStack {
  private constructor(
    readonly folder: string,
    private readonly emulator: Emulator,
  ) {}

  /** Writes the configuration, with one resource, and initializes it. The bucket must exist. */
  static async create(emulator: Emulator, options: SmallStackOptions): Promise<SmallStack> {
    const stack = await SmallStack.createUninitialized(emulator, options);
    const { exitCode, output } = await stack.terraform("init");
    if (exitCode !== 0) throw new Error(output);
    return stack;
  }

  /** Only writes the configuration, for a test of `init`. */
  static async createUninitialized(emulator: Emulator, options: SmallStackOptions): Promise<SmallStack> {
    const stack = new SmallStack(await mkdtemp(path.join(tmpdir(), "small-stack-")), emulator);
    const s3 = { ...backendArguments(options.environment), ...options.backend };
    await writeFile(path.join(stack.folder, "backend.tf.json"), JSON.stringify({ terraform: { backend: { s3 } } }));
    await stack.setResources(1);
    return stack;
  }

  /** Declares this many resources: `terraform_data.resource_1`, `terraform_data.resource_2` and so on. */
  async setResources(count: number): Promise<void> {
    const names = Array.from({ length: count }, (_, index) => `resource_${index + 1}`);
    await this.write("resources", { terraform_data: Object.fromEntries(names.map((name) => [name, { input: name }])) });
  }

  /**
   * Declares one more resource, `terraform_data.held`, whose creation lasts until `release` is called. An apply holds
   * the lock until then.
   */
  async addHeldResource(): Promise<void> {
    const command = "until [ -e released ]; do sleep 0.1; done";
    await this.write("held", { terraform_data: { held: { provisioner: [{ "local-exec": { command } }] } } });
  }

  /** Lets the creation of `terraform_data.held` end. */
  async release(): Promise<void> {
    await writeFile(path.join(this.folder, "released"), "");
  }

  /** Declares additional resources, in a file `<name>.tf.json`. */
  async write(name: string, resource: Resources): Promise<void> {
    await writeFile(path.join(this.folder, `${name}.tf.json`), JSON.stringify({ resource }));
  }

  /** Starts Terraform in its own process group, so that a test can kill it with its child processes. */
  start(...args: string[]) {
    return terraform(args, {
      ...untilItEnds,
      cwd: this.folder,
      env: { ...this.emulator.env, TF_CLI_ARGS: "-no-color" },
      detached: true,
    });
  }

  /** Runs Terraform until it ends, with any result. */
  async terraform(...args: string[]): Promise<Outcome> {
    const { all, exitCode } = await this.start(...args);
    return { output: all, exitCode };
  }

  /** Applies the declared resources, and throws when that fails. */
  async apply(): Promise<void> {
    const { exitCode, output } = await this.terraform("apply", "-auto-approve");
    if (exitCode !== 0) throw new Error(output);
  }

  /** Plans: exit code 0 without changes, 2 with changes, 1 when it failed. */
  async plan(): Promise<Outcome> {
    return this.terraform("plan", "-detailed-exitcode");
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

function backendArguments(environment: SmallStackOptions["environment"]) {
  return {
    bucket: `my-terraform-state-${environment}`,
    key: "eks-cluster/terraform.tfstate",
    region: "ap-northeast-1",
    allowed_account_ids: ["123456789012"],
    encrypt: true,
    use_lockfile: true,
    use_path_style: true,
    ...(environment === "prod" ? { kms_key_id: "alias/terraform-state" } : {}),
  };
}
