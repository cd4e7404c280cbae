import { Construct } from "constructs";
import { addEnvironmentKey, type EnvironmentKeyProps } from "./environment-key";

/**
 * The key that envelopes the secrets of a cluster before they reach etcd.
 *
 * Its policy names the account alone and thereby leaves the decision to IAM: the cluster's role uses the key by a policy
 * of its own, and EKS keeps a grant. No role is named, so none has to exist before the key.
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
