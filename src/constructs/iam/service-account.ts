import { namespaceName, serviceAccountName } from "../../options/kubernetes-metadata";
import { group } from "../../options/schema";

/** The Kubernetes service account whose pods get a role. Neither is a pattern: a role is for one workload. */
export const serviceAccountFields = group({
  /** Namespace of the service account, exact: `kube-system`. */
  namespace: namespaceName,

  /** Name of the service account, exact: `aws-node`. */
  serviceAccount: serviceAccountName,
});
