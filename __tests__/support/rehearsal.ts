import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { App } from "cdktf";
import type { Emulator } from "../../emulator/emulator";
import type { Actor } from "../../emulator/principals/presupposed";
import type { JudgedCall } from "../../emulator/record";
import { buildStacks } from "../../src/app";
import { stackFolder } from "../../src/commands/remote-state/backend";
import { terraform } from "../../src/commands/terraform/processes";
import type { EnvironmentSettings } from "../../src/settings/environment";
import type { OrganizationSettings } from "../../src/settings/organization";
import type { Account, Outcome } from "./checkout";

/** A checkout whose settings change, and in which plain Terraform runs as the principals of its account. */
export class Rehearsal {
  private constructor(
    private readonly outdir: string,
    private readonly account: Account,
  ) {}

  static async create(account: Account): Promise<Rehearsal> {
    return new Rehearsal(await mkdtemp(path.join(tmpdir(), "rehearsal-")), account);
  }

  async remove(): Promise<void> {
    await rm(this.outdir, { recursive: true, force: true });
  }

  /** Synthesizes all stacks from these settings. */
  synthesize(organization: OrganizationSettings, environments: readonly EnvironmentSettings[]): void {
    const app = new App({ outdir: this.outdir });
    buildStacks(app, organization, environments, this.account.env);
    app.synth();
  }

  /** Runs Terraform in a stack's folder as a principal of the account, or as another caller, with any result. */
  async terraform(actor: Actor | Emulator, stack: string, ...args: string[]): Promise<Outcome> {
    const { all, exitCode } = await terraform([...args, "-no-color"], {
      cwd: stackFolder(this.outdir, stack),
      env: (typeof actor === "string" ? this.account[actor] : actor).env,
      all: true,
      reject: false,
      stdin: "ignore",
      maxBuffer: 2 ** 28,
    });
    return { output: all, exitCode };
  }

  /** Initializes a stack as the principal that applies it. */
  async init(stack: string, actor: Actor | Emulator = "deployer"): Promise<void> {
    expect(await this.terraform(actor, stack, "init", "-input=false")).toMatchObject({ exitCode: 0 });
  }

  async apply(stack: string, actor: Actor | Emulator = "deployer"): Promise<void> {
    const applied = await this.terraform(actor, stack, "apply", "-auto-approve", "-input=false");
    expect(applied).toMatchObject({ exitCode: 0 });
  }

  async destroy(stack: string): Promise<void> {
    const destroyed = await this.terraform("deployer", stack, "destroy", "-auto-approve", "-input=false");
    expect(destroyed).toMatchObject({ exitCode: 0 });
  }

  /** Plans as the planner, who cannot lock. */
  async plan(stack: string): Promise<Outcome> {
    return this.terraform("planner", stack, "plan", "-lock=false", "-input=false", "-detailed-exitcode");
  }
}

/** The calls that AWS would refuse, a line for each kind. */
export function refusalsIn(calls: readonly JudgedCall[]): string[] {
  return unique(
    calls.flatMap(({ call, verdict, violations }) => [
      ...violations.map(
        ({ member, value, allowed }) => `${nameOf(call)}: ${member} is ${JSON.stringify(value)}, allowed: ${allowed}`,
      ),
      ...(verdict?.authorizations ?? [])
        .filter(({ decision }) => decision === "explicitDeny" || decision === "implicitDeny")
        .map(({ action, resource, decision }) => `${nameOf(call)}: ${action} on ${resource}, ${decision}`),
    ]),
  );
}

/** What the referee could not decide, and why, a line for each kind. */
export function undecidedIn(calls: readonly JudgedCall[]): string[] {
  return unique(
    calls.flatMap(({ call, verdict }) =>
      (verdict?.authorizations ?? [])
        .filter(({ decision }) => decision === "undecided")
        .map(({ action, reason = "" }) => `${nameOf(call)}: ${action}: ${reason.replace(/ on arn:\S+/, "")}`),
    ),
  );
}

function nameOf({ service, operation, caller }: JudgedCall["call"]): string {
  return `${caller.principalArn.split("/").at(-1) ?? ""} ${service}.${operation}`;
}

function unique(lines: readonly string[]): string[] {
  return [...new Set(lines)].sort();
}
