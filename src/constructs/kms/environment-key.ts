import type { DataAwsIamPolicyDocumentStatement } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { Construct } from "constructs";
import { partitionOf } from "../partition";
import { accountRootStatement, CustomerKey } from "./customer-key";

/** What the customer keys of one environment have in common. */
export interface EnvironmentKeyProps {
  /** Prefix of the environment's resources, for example `platform-dev`; the alias is `alias/<name>-<use>`. */
  readonly name: string;

  /** Region of the key and of the services that use it. */
  readonly region: string;

  /** Account that owns the key, 12 digits: its root stays in charge, so that nobody is locked out. */
  readonly accountId: string;

  /**
   * Whether Terraform refuses to destroy the key, with all that it has encrypted.
   * @default - true
   */
  readonly deletionProtection?: boolean;
}

/** What tells one of an environment's keys from the others. */
interface KeyUse {
  /** End of the alias, for example `secrets`. */
  readonly use: string;

  /** What the key protects, for its description. */
  readonly protects: string;

  /** Statements of its policy beside the account root's. */
  readonly statements?: readonly DataAwsIamPolicyDocumentStatement[];
}

/** Adds a customer key of an environment, with the account's root in charge. */
export function addEnvironmentKey(
  scope: Construct,
  { name, region, accountId, deletionProtection }: EnvironmentKeyProps,
  { use, protects, statements = [] }: KeyUse,
): CustomerKey {
  return new CustomerKey(scope, "Resource", {
    alias: `alias/${name}-${use}`,
    description: `${protects} of ${name}`,
    deletionProtection,
    statements: [accountRootStatement(accountId, partitionOf(region)), ...statements],
  });
}
