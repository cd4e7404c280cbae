import type { Row } from "./framework";

const inCluster = "Objects in the cluster, as its API returns them: no stack creates them.";

/** A row on objects in the cluster. */
function contents(id: string, title: string, asks: string): Row {
  return [id, title, asks, inCluster];
}

const accounts: readonly Row[] = [
  contents("4.1.1", "Use of cluster-admin", "Few subjects are bound to the role cluster-admin."),
  contents("4.1.2", "Access to secrets", "Few subjects can read secrets."),
  contents("4.1.3", "Wildcards in roles", "Roles name resources and verbs without wildcards."),
  contents("4.1.4", "Creation of pods", "Few subjects can create pods."),
  contents("4.1.5", "Default service accounts", "No pod uses a default service account."),
  contents("4.1.6", "Tokens of service accounts", "Pods mount a token only where they need it."),
  ["4.1.7", "Access entries", "Access to the cluster is managed by EKS's access entries.", ["eks-uses-access-entries"]],
  contents("4.1.8", "Bind, impersonate and escalate", "Few subjects have these verbs."),
  contents("4.1.9", "Creation of persistent volumes", "Few subjects can create persistent volumes."),
  contents("4.1.10", "Proxy of nodes", "Few subjects can use the proxy of nodes."),
  contents("4.1.11", "Configuration of webhooks", "Few subjects can change admission webhooks."),
  contents("4.1.12", "Creation of tokens", "Few subjects can create tokens of service accounts."),
];

const pods: readonly Row[] = [
  contents("4.2.1", "Privileged containers", "No workload runs privileged containers."),
  contents("4.2.2", "Process namespace of the host", "No workload shares the host's process IDs."),
  contents("4.2.3", "IPC namespace of the host", "No workload shares the host's IPC namespace."),
  contents("4.2.4", "Network namespace of the host", "No workload shares the host's network."),
  contents("4.2.5", "Privilege escalation", "No container can gain more privileges than its parent process."),
];

/** Section 4: policies. */
export const clusterRows: readonly Row[] = [
  ...accounts,
  ...pods,
  [
    "4.3.1",
    "Network plugin with network policies",
    "The cluster's network plugin enforces network policies.",
    ["eks-network-policy-is-enabled"],
  ],
  contents("4.3.2", "Network policies of namespaces", "Each namespace has a network policy."),
  contents("4.4.1", "Secrets as files", "Pods read secrets from files and not from environment variables."),
  contents("4.4.2", "External storage of secrets", "Secrets are in a store outside the cluster where that is better."),
  contents("4.5.1", "Boundaries by namespaces", "Namespaces separate what different teams administer."),
  contents("4.5.2", "Default namespace", "The default namespace contains no workload."),
];
