import type { JsonObject } from "../../src/cdktf/terraform-json";

/** One resource or data source of a stack, as synthesized. */
export interface Block {
  /** Name of the stack. */
  readonly stack: string;

  /** Terraform's address within the stack: `aws_vpc.vpc`, `data.aws_iam_policy_document.trust`. */
  readonly address: string;
  readonly kind: "resource" | "data";

  /** Terraform's type, without `data.`. */
  readonly type: string;

  /** Arguments and nested blocks, without CDKTF's metadata. */
  readonly values: JsonObject;

  /** Path of the construct: `dev/cluster/Resource/Resource`. */
  readonly constructPath: string;
}

/** One synthesized stack. */
export interface Stack {
  readonly name: string;
  readonly kind: "bootstrap" | "environment";
  readonly account: string;
  readonly region: string;

  /** `cdk.tf.json`, parsed. */
  readonly json: JsonObject;

  /** Resources and data sources, by address. */
  readonly blocks: ReadonlyMap<string, Block>;
}

/** A line of a source file, its path relative to the project's folder. */
export interface SourceLine {
  readonly file: string;
  readonly line: number;
}

/** What led to a block. */
export interface Provenance {
  /** Class of the construct that creates the block, such as `ControlPlane`, and its construct path. */
  readonly construct: string;
  readonly constructPath: string;

  /** Where the code creates the block; undefined if that is not known. */
  readonly source?: SourceLine;

  /** The setting that asks for the block: its path (`cluster.nodeGroups.general`), and where it is set or defaults. */
  readonly setting: { readonly path: string; readonly source?: SourceLine };
}

/** State of the sources that were synthesized. */
export interface Sources {
  /** Full hash of the commit; undefined outside a Git checkout. */
  readonly commit?: string;

  /** Whether the working tree equals the commit. */
  readonly clean: boolean;

  /** Date of the assessment, `YYYY-MM-DD`: acceptances that expired before it do not count. */
  readonly date: string;
}

/** All that is assessed: the synthesized stacks, the validated settings and the sources that led to them. */
export interface Project {
  /** In the order of the settings, bootstrap stacks first. */
  readonly stacks: readonly Stack[];

  /** Validated settings, defaults applied. */
  readonly settings: { readonly organization: JsonObject; readonly environments: readonly JsonObject[] };

  /** What led to each block, by `<stack>/<address>`. */
  readonly provenance: ReadonlyMap<string, Provenance>;
  readonly sources: Sources;
}
