import { clusterRows } from "./cis-eks-cluster";
import { controlsOf, type Framework, type Row } from "./framework";
import { nodeRows } from "./cis-eks-nodes";

const controlPlane: readonly Row[] = [
  ["2.1.1", "Audit log of the control plane", "Each control plane writes its audit log.", ["eks-audit-log-is-enabled"]],
  [
    "2.1.2",
    "Audit log kept in a managed place",
    "The audit log arrives in a log group that the code creates, with a retention time. Reading it is a process.",
    ["eks-audit-log-is-enabled", "eks-audit-log-is-kept"],
  ],
];

const images: readonly Row[] = [
  ["5.1.1", "Scanned images", "Images are scanned for vulnerabilities.", ["ecr-scans-images"]],
  [
    "5.1.2",
    "Limited access to repositories",
    "Repository policies let known principals in, for the actions that they need.",
    ["ecr-access-is-limited"],
  ],
  [
    "5.1.3",
    "Nodes pull images and do not push them",
    "The cluster's access to repositories is read-only.",
    ["eks-node-role-cannot-push-images"],
  ],
  [
    "5.1.4",
    "Approved registries alone",
    "Pods run images of approved registries alone.",
    "An admission policy in the cluster, and the images of its pods.",
  ],
];

const endpointAndNodes: readonly Row[] = [
  [
    "5.4.1",
    "Restricted endpoint of the control plane",
    "The endpoint is reachable from the VPC, and from the internet by listed ranges at most.",
    ["eks-endpoint-is-restricted"],
  ],
  [
    "5.4.2",
    "Private endpoint alone",
    "The endpoint is reachable from the VPC and not from the internet.",
    ["eks-endpoint-is-private"],
  ],
  [
    "5.4.3",
    "Private nodes",
    "Nodes have no public address and no route to an internet gateway. Nodes that Karpenter launches are decided at run time.",
    ["eks-nodes-are-private"],
  ],
  [
    "5.4.4",
    "Network policies enforced and appropriate",
    "The cluster enforces network policies. The policies themselves are objects in the cluster.",
    ["eks-network-policy-is-enabled"],
  ],
  [
    "5.4.5",
    "TLS of load balancers",
    "Load balancers of workloads serve HTTPS with a certificate.",
    "Services and ingresses in the cluster, of which controllers create load balancers.",
  ],
];

const managedServices: readonly Row[] = [
  ...images,
  [
    "5.2.1",
    "A role for each service account",
    "Pods call AWS with a role of their own and not with that of their node.",
    ["eks-workloads-have-roles-of-their-own"],
  ],
  [
    "5.3.1",
    "Secrets encrypted under a customer managed key",
    "Kubernetes secrets are encrypted under a key of the account.",
    ["eks-secrets-are-encrypted-with-customer-key"],
  ],
  ...endpointAndNodes,
  [
    "5.5.1",
    "Users known by IAM",
    "Users of the cluster are principals of IAM that access entries name.",
    ["eks-uses-access-entries"],
  ],
];

/** @see https://github.com/aquasecurity/kube-bench/tree/main/cfg/eks-1.8.0 */
export const cisEks: Framework = {
  id: "cis-eks",
  name: "CIS Amazon EKS Benchmark 1.8.0",
  listed: "Numbers as kube-bench has them for version 1.8.0, of June 2026; titles in words of this project.",
  see: "https://www.cisecurity.org/benchmark/kubernetes",
  controls: controlsOf("cis-eks", [...controlPlane, ...nodeRows, ...clusterRows, ...managedServices]),
};
