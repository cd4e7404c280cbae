import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { Construct } from "constructs";
import { partitionOf } from "../iam/partition";
import { identityFields } from "../../options/fields";
import { parseOptions } from "../../options/parse-options";
import type { OptionsOf } from "../../options/schema";
import { accountRootStatement, CustomerKey, customerKeyOptions } from "./customer-key";

export const environmentKeyFields = identityFields.extend({
  /**
   * Whether Terraform refuses to destroy the key, and with it everything that it has encrypted.
   * @default - true
   */
  deletionProtection: customerKeyOptions.shape.deletionProtection,
});

/**
 * Props that the customer managed keys of one environment share. The alias of a key is `alias/<name>-<use>`. The root of
 * the account administers it, so that the account cannot lose access.
 */
export type EnvironmentKeyProps = OptionsOf<typeof environmentKeyFields>;

/** Props that distinguish the keys of an environment. */
interface KeyUse {
  /** Suffix of the alias, for example `secrets`. */
  readonly use: string;

  /** What the key protects, for its description. */
  readonly protects: string;

  /** Statements of its policy in addition to that of the account root. */
  readonly statements?: readonly DataAwsIamPolicyDocumentStatement[];
}

/** Creates a customer managed key of an environment, administered by the account root. */
export function addEnvironmentKey(
  scope: Construct,
  props: EnvironmentKeyProps,
  { use, protects, statements = [] }: KeyUse,
): CustomerKey {
  const { name, region, accountId, deletionProtection } = parseOptions(scope, environmentKeyFields, props);
  return new CustomerKey(scope, "Resource", {
    alias: `alias/${name}-${use}`,
    description: `${protects} of ${name}`,
    deletionProtection,
    statements: [accountRootStatement(accountId, partitionOf(region)), ...statements],
  });
}
