import type { S3Client } from "@aws-sdk/client-s3";
import type { Caller } from "../aws/caller";
import type { S3BackendArguments } from "../remote-state/backend";
import type { StateObject } from "../remote-state/state-object";
import type { PlanSummary } from "../terraform/plan";
import type { Progress } from "../terraform/terraform-run";
import type { Found } from "./finding";

/** A state in S3. */
export interface StateSubject {
  readonly stack: string;
  readonly client: S3Client;
  readonly backend: S3BackendArguments;
}

/** A command that plans, and its stack. */
export interface StackCommand {
  readonly command: "deploy" | "destroy" | "review";
  readonly stack: string;
}

/** How the operator runs such a command. */
export interface Invocation extends StackCommand {
  readonly progress: Progress;
  readonly dryRun: boolean;

  /** Whether `--auto-approve` is given; of destroy, the name that it repeats. */
  readonly autoApprove?: boolean | string;
  readonly skipSynth: boolean;

  /** Folder that CDKTF synthesizes into. */
  readonly outdir: string;
}

/** A synthesized stack, before Terraform plans it. */
export interface Preflight extends StateSubject, StackCommand {
  /** Folder that the stack is synthesized to. */
  readonly folder: string;

  /** Identifies the caller, once. */
  readonly caller: () => Promise<Caller>;

  /** Checks the state, once; without one if the environment is new. */
  readonly state: () => Promise<Found<StateObject>>;
}

/** A plan, before it is applied. */
export interface PlanReview extends Preflight {
  readonly plan: PlanSummary;

  /** Addresses of protected resources that may be destroyed. */
  readonly confirmedDestructions: readonly string[];
}
