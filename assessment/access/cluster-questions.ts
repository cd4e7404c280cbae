import { arn, principalIdentity } from "../../src/constructs/iam/arn";
import { listOf } from "../model/nested-blocks";
import type { Block, Stack } from "../model/project";
import { resourcesOf, textOf, valueAt } from "../model/value";
import type { Caller } from "./caller";
import { arnOf, nameOf, resolvedIn } from "./arns";
import type { Cell } from "./matrix";
import { type Ask, type Question, question } from "./question";
import { type Subject, tagsOf } from "./subject";

/** Who can administer and view the cluster, change it by EKS's API, and reach its API endpoint. */
export function clusterQuestions({ stack }: Subject): readonly Question[] {
  return resourcesOf(stack, "aws_eks_cluster").flatMap((cluster) => {
    const name = nameOf(cluster, stack) ?? cluster.address;
    const policies = accessPoliciesOf(stack);
    const asks = asksOf(stack, cluster);
    const inKubernetes = (id: string, label: string, explains: string, names: readonly string[]) =>
      question(
        [id, "Cluster", label, explains],
        [{ answer: (caller) => kubernetesAccess(caller, { cluster, stack }, policies, names) }],
      );
    return [
      inKubernetes("administer-cluster", "administer", `everything in ${name}, by an access entry`, administering),
      inKubernetes("change-workloads", "change workloads", `workloads of ${name}, by an access entry`, editing),
      inKubernetes("view-cluster", "view", `resources of ${name}, by an access entry`, viewing),
      question(
        ["let-in", "Cluster", "let principals in", "eks:CreateAccessEntry and eks:AssociateAccessPolicy"],
        [asks("eks:CreateAccessEntry"), asks("eks:AssociateAccessPolicy")],
        "all",
      ),
      question(
        ["change-cluster", "Cluster", "change its configuration", `eks:UpdateClusterConfig on ${name}`],
        [asks("eks:UpdateClusterConfig")],
      ),
      question(
        ["delete-cluster", "Cluster", "delete", `eks:DeleteCluster on ${name}${deletion(cluster)}`],
        [asks("eks:DeleteCluster")],
      ),
      question(
        ["reach-endpoint", "Cluster", "reach its API endpoint", "network access, before any authentication"],
        [{ answer: (caller) => endpointAccess(caller, cluster) }],
      ),
    ];
  });
}

/** @see https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html */
const administering = ["AmazonEKSClusterAdminPolicy"];
const editing = [...administering, "AmazonEKSAdminPolicy", "AmazonEKSEditPolicy"];
const viewing = [...editing, "AmazonEKSAdminViewPolicy", "AmazonEKSViewPolicy"];

function asksOf(stack: Stack, cluster: Block) {
  const resource = arnOf(cluster, stack) ?? `arn:aws:eks:${stack.region}:${stack.account}:cluster/unknown`;
  const tags = tagsOf(cluster, stack);
  const account = stack.account;
  const entry = arn(
    { region: stack.region, accountId: account },
    "eks",
    `access-entry/${resource.slice(resource.lastIndexOf("/") + 1)}/role/${account}/any/assigned-later`,
  );
  return (action: string): Ask => ({
    action,
    resource: action === "eks:AssociateAccessPolicy" ? entry : resource,
    account,
    ...(tags && { tags }),
  });
}

/** @see https://docs.aws.amazon.com/eks/latest/userguide/deletion-protection.html */
function deletion(cluster: Block): string {
  const protection = valueAt(cluster, "deletion_protection");
  return protection.is === "known" && protection.value === true ? ", once its deletion protection is off" : "";
}

/** A policy that an access entry gives its principal. */
interface AccessPolicy {
  readonly address: string;
  readonly principal: string | undefined;
  readonly name: string;
  readonly namespaces: readonly string[] | undefined;
}

function accessPoliciesOf(stack: Stack): readonly AccessPolicy[] {
  return resourcesOf(stack, "aws_eks_access_policy_association").map((block) => {
    const { principal_arn: principal, policy_arn: policy } = block.values;
    const namespaces = valueAt(block, "access_scope.namespaces");
    return {
      address: block.address,
      principal: resolvedIn(principal, stack),
      name: (resolvedIn(policy, stack) ?? "").replace(/^.*\//, ""),
      namespaces: namespaces.is === "known" ? [namespaces.value].flat().map(String) : undefined,
    };
  });
}

function kubernetesAccess(
  caller: Caller,
  { cluster, stack }: { readonly cluster: Block; readonly stack: Stack },
  policies: readonly AccessPolicy[],
  names: readonly string[],
): Cell {
  const own = policies.filter(({ principal, name }) => isPrincipal(caller, principal) && names.includes(name));
  const statements = own.map(({ address }) => address).sort();
  if (own.some(({ namespaces }) => namespaces === undefined)) return { decision: "allowed", statements };
  if (own.length > 0) {
    const namespaces = [...new Set(own.flatMap((one) => one.namespaces ?? []))].sort();
    return { decision: "conditional", statements, note: `only in namespaces ${namespaces.join(", ")}` };
  }
  return groupsOf(caller, stack) ?? outsideOfEntries(cluster) ?? { decision: "denied", statements: [] };
}

/** Groups of Kubernetes that an access entry gives its principal, which role bindings in the cluster may name. */
function groupsOf(caller: Caller, stack: Stack): Cell | undefined {
  const entry = resourcesOf(stack, "aws_eks_access_entry").find(
    (block) =>
      isPrincipal(caller, resolvedIn(block.values.principal_arn, stack)) && listOf(block.values.kubernetes_groups)[0],
  );
  if (!entry) return undefined;
  const groups = listOf(entry.values.kubernetes_groups).map(textOf).join(", ");
  return {
    decision: "not-decided",
    statements: [entry.address],
    note: `role bindings in the cluster decide for its groups: ${groups}`,
  };
}

/** An entry of which only Terraform knows the principal may be anyone's. */
function isPrincipal({ arn: caller }: Caller, principal: string | undefined): boolean {
  return principal !== undefined && principalIdentity(principal) === principalIdentity(caller);
}

/**
 * Access that no access entry gives.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/grant-k8s-access.html
 */
function outsideOfEntries(cluster: Block): Cell | undefined {
  const mode = valueAt(cluster, "access_config.authentication_mode");
  if (mode.is === "known" && mode.value === "API") {
    const creator = valueAt(cluster, "access_config.bootstrap_cluster_creator_admin_permissions");
    if (creator.is === "known" && creator.value === false) return undefined;
    return { decision: "not-decided", statements: [], note: "the principal that created the cluster administers it" };
  }
  return { decision: "not-decided", statements: [], note: "the aws-auth ConfigMap in the cluster decides too" };
}

/** @see https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html */
function endpointAccess({ isInVpc }: Caller, cluster: Block): Cell {
  const statements = [cluster.address];
  const publicAccess = valueAt(cluster, "vpc_config.endpoint_public_access");
  const privateAccess = valueAt(cluster, "vpc_config.endpoint_private_access");
  const isPrivate = privateAccess.is === "known" && privateAccess.value === true;
  if (isInVpc && isPrivate) return { decision: "allowed", statements };
  if (publicAccess.is === "known" && publicAccess.value === false) {
    return { decision: "conditional", statements, note: "only from the cluster's VPC and networks connected to it" };
  }
  const cidrs = valueAt(cluster, "vpc_config.public_access_cidrs");
  if (publicAccess.is === "unknown" || cidrs.is === "unknown") {
    return { decision: "not-decided", statements, note: "only Terraform knows the networks that reach the endpoint" };
  }
  const open = cidrs.is === "known" ? [cidrs.value].flat().map(String).sort() : ["0.0.0.0/0"];
  if (open.some((cidr) => /^(0\.0\.0\.0|::)\/0$/.test(cidr))) return { decision: "allowed", statements };
  const inside = isPrivate ? ", and from the cluster's VPC" : "";
  return { decision: "conditional", statements, note: `only from ${open.join(", ")}${inside}` };
}
