import { Token } from "cdktf";

/** The Kubernetes service account whose pods get a role. */
export interface ServiceAccount {
  /** Namespace of the service account, exact: `kube-system`. */
  readonly namespace: string;

  /** Name of the service account, exact: `aws-node`. */
  readonly serviceAccount: string;
}

const namespacePattern = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const serviceAccountPattern = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

/**
 * Refuses any value that is not the exact name of one service account, above all wildcards: a role is for one workload.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 * @throws when namespace or service account is not a name that Kubernetes accepts
 */
export function checkServiceAccount({ namespace, serviceAccount }: ServiceAccount): void {
  if (!Token.isUnresolved(namespace) && !namespacePattern.test(namespace)) {
    throw new Error(
      `namespace must be one exact name of at most 63 lower case letters, digits and "-", got "${namespace}"`,
    );
  }
  if (!Token.isUnresolved(serviceAccount) && !serviceAccountPattern.test(serviceAccount)) {
    throw new Error(
      `serviceAccount must be one exact name of at most 253 lower case letters, digits, "-" and ".", ` +
        `got "${serviceAccount}"`,
    );
  }
}
