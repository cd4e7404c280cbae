import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { LocalBackend, TerraformElement, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { LockingS3Backend, type LockingS3BackendProps } from "../constructs/state/locking-s3-backend";
import { CurrentInitializationSynthesizer } from "./current-initialization";
import { awsTarget, type TerraformTarget } from "./emulator";
import { hclOutput, type HclOutput } from "./hcl/hcl-output";
import { ReadableIds } from "./readable-ids";
import { SingleFormatSynthesizer } from "./single-format";
import type { JsonObject } from "./terraform-json";
import { versions } from "./versions";

/** A state file on this machine, for the time before a state bucket exists. */
interface LocalState {
  /** Path of the state file; a relative one starts at the folder that the stack is synthesized to. */
  readonly local: string;
}

export interface BaseStackProps {
  /** Region of the stack's resources. */
  readonly region: string;

  /** Account that the stack belongs to. Credentials of any other account are refused before anything is planned. */
  readonly accountId: string;

  /** Where the stack's state lies. */
  readonly backend: LockingS3BackendProps | LocalState;

  /**
   * Tags that every resource gets from the provider. Instances and volumes of a launch template don't get them.
   * @default - none
   * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs#default_tags-configuration-block
   */
  readonly tags?: Readonly<Record<string, string>>;

  /**
   * Constraint on the version of the binary that runs the stack against AWS, Terraform or OpenTofu.
   * @default - `~> 1.13.5`
   */
  readonly terraformVersion?: string;

  /**
   * What the stack is synthesized for.
   * @default - AWS itself
   */
  readonly target?: TerraformTarget;
}

/**
 * What every stack of this project shares: pinned versions, one AWS provider bound to one account and region, state
 * that is locked and encrypted, and logical ids that people can read.
 */
export abstract class BaseStack extends TerraformStack {
  private readonly ids = new ReadableIds();
  private readonly target: TerraformTarget;

  constructor(scope: Construct, id: string, props: BaseStackProps) {
    super(scope, id);
    this.target = props.target ?? awsTarget;
    const singleFormat = new SingleFormatSynthesizer(this, this.synthesizer);
    this.synthesizer = new CurrentInitializationSynthesizer(this, singleFormat);

    this.addOverride("terraform.required_version", props.terraformVersion ?? versions.terraform);
    this.addOverride("terraform.required_providers.aws", { source: "hashicorp/aws", version: versions.awsProvider });
    new AwsProvider(this, "aws", {
      region: props.region,
      allowedAccountIds: [props.accountId],
      defaultTags: props.tags ? [{ tags: { ...props.tags } }] : undefined,
    });
    if ("local" in props.backend) new LocalBackend(this, { path: props.backend.local });
    else new LockingS3Backend(this, props.backend);
  }

  override toTerraform(): JsonObject {
    return this.target.adapt(super.toTerraform() as JsonObject);
  }

  override toHclTerraform(): HclOutput {
    const elements = this.node.findAll().filter((construct) => TerraformElement.isTerraformElement(construct));
    return hclOutput(this.toTerraform(), elements);
  }

  protected override allocateLogicalId(element: TerraformElement): string {
    return this.ids.allocate(element);
  }
}
