import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { LocalBackend, TerraformElement, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { LockingS3Backend, type LockingS3BackendProps } from "../constructs/state/store/locking-s3-backend";
import { CurrentInitializationSynthesizer } from "../cdktf/current-initialization";
import { awsTarget, type TerraformTarget } from "../target/emulator";
import { hclOutput, type HclOutput } from "../cdktf/hcl/hcl-output";
import { ReadableIds } from "../cdktf/readable-ids";
import { SingleFormatSynthesizer } from "../cdktf/single-format";
import type { JsonObject } from "../cdktf/terraform-json";
import { versions } from "../target/versions";

/** A state file on this machine, used before a state bucket exists. */
interface LocalState {
  /** Path of the state file. A relative path starts at the folder to which the stack is synthesized. */
  readonly local: string;
}

export interface BaseStackProps {
  /** Region of the stack's resources. */
  readonly region: string;

  /** Account of the stack. Credentials of any other account are refused before the plan. */
  readonly accountId: string;

  /** Location of the stack's state. */
  readonly backend: LockingS3BackendProps | LocalState;

  /**
   * Tags that the provider sets on every resource, except on instances and volumes of a launch template.
   * @default - none
   * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs#default_tags-configuration-block
   */
  readonly tags?: Readonly<Record<string, string>>;

  /**
   * Version constraint on the binary, Terraform or OpenTofu, that runs the stack against AWS.
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
 * Base of every stack of this project: pinned versions, one AWS provider bound to one account and region, state that is
 * locked and encrypted, and readable logical IDs.
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
