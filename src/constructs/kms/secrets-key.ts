import { Construct } from "constructs";
import { addEnvironmentKey, type EnvironmentKeyProps } from "./environment-key";

/**
 * The key for envelope encryption of a cluster's secrets before they are stored in etcd.
 *
 * Its policy names only the account and so leaves the decision to IAM: the cluster's role uses the key through its own
 * policy, and EKS keeps a grant. The policy names no role, so no role must exist before the key.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html
 */
export class SecretsKey extends Construct {
  /** ARN of the key. */
  readonly keyArn: string;

  constructor(scope: Construct, id: string, props: EnvironmentKeyProps) {
    super(scope, id);
    const key = addEnvironmentKey(this, props, { use: "secrets", protects: "Kubernetes secrets" });

    this.keyArn = key.keyArn;
  }
}
