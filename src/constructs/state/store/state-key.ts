import { Construct } from "constructs";
import { CustomerKey } from "../../kms/customer-key";
import { arn } from "../../iam/arn";
import { stateKeyStatements, type StateKeyPolicyProps } from "./state-key-policy";

export interface StateKeyProps extends StateKeyPolicyProps {
  /** With its prefix: `alias/terraform-state`. Unique within an account and region. */
  readonly alias: string;
}

/**
 * The customer managed key that encrypts Terraform state: rotated, deleted only after a waiting period of 30 days, and
 * never by Terraform.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export class StateKey extends Construct {
  readonly keyArn: string;
  readonly alias: string;
  readonly aliasArn: string;

  constructor(scope: Construct, id: string, props: StateKeyProps) {
    super(scope, id);
    const key = new CustomerKey(this, "Resource", {
      alias: props.alias,
      description: "Encrypts Terraform state",
      statements: stateKeyStatements(props),
    });

    this.keyArn = key.keyArn;
    this.alias = props.alias;
    this.aliasArn = arn({ region: props.region, accountId: props.access.accountId }, "kms", props.alias);
  }
}
