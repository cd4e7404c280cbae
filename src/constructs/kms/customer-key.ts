import {
  DataAwsIamPolicyDocument,
  type DataAwsIamPolicyDocumentStatement,
} from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import { z } from "zod";
import { keyAlias } from "../../options/fields";
import { statements } from "../../options/common-props";
import { assertNoFaults, parseOptions } from "../../options/parse-options";
import { type OptionsOf, group } from "../../options/schema";
import { iamArn } from "../iam/arn";
import { refuseLongPolicies } from "../iam/policy-size";

export const customerKeyOptions = group({
  /** Alias with its prefix, for example `alias/platform-dev-secrets`. Unique within an account and region. */
  alias: keyAlias,

  /**
   * Whether Terraform refuses to destroy the key. A destroyed key is deleted after a waiting period of 30 days, and
   * everything that it has encrypted is then lost.
   * @default - true
   */
  deletionProtection: z.boolean().default(true),
});

const keyProps = customerKeyOptions.extend({ description: z.string("a description"), statements });

export interface CustomerKeyProps extends OptionsOf<typeof customerKeyOptions> {
  /** What the key protects, as a description for administrators in the console. */
  readonly description: string;

  /**
   * The complete key policy. It must leave administration to the account root, since otherwise no principal can repair
   * it.
   */
  readonly statements: DataAwsIamPolicyDocumentStatement[];
}

/**
 * A customer managed KMS key that rotates every year and that Terraform refuses to destroy by default, since everything
 * that it has encrypted would be lost with it.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
 * @throws when an option is invalid
 */
export class CustomerKey extends Construct {
  /** ARN of the key. */
  readonly keyArn: string;

  /** ID of the key, for aliases and grants. */
  readonly keyId: string;

  constructor(scope: Construct, id: string, props: CustomerKeyProps) {
    super(scope, id);
    const { alias, deletionProtection } = parseOptions(this, keyProps, props);
    assertNoFaults(this, refuseLongPolicies("key", { statements: props.statements }));
    const policy = new DataAwsIamPolicyDocument(this, "policy", { statement: props.statements });
    const key = new KmsKey(this, "Resource", {
      description: props.description,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: policy.json,
      lifecycle: deletionProtection ? { preventDestroy: true } : undefined,
    });
    new KmsAlias(this, "alias", { name: alias, targetKeyId: key.keyId });

    this.keyArn = key.arn;
    this.keyId = key.keyId;
  }
}

/** The statement that lets IAM policies of the account govern a key; every key policy starts with it. */
export function accountRootStatement(accountId: string, partition: string): DataAwsIamPolicyDocumentStatement {
  return {
    sid: "AccountRootAdministersTheKey",
    principals: [{ type: "AWS", identifiers: [iamArn(partition, accountId, "root")] }],
    actions: ["kms:*"],
    resources: ["*"],
  };
}
