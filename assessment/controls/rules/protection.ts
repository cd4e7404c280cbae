import { type Rule, ruleOnEach } from "../rule";
import { oneOf, verdictOn } from "../verdict";

/** Rules on what keeps workloads from being deleted by mistake. */
export const protectionRules: readonly Rule[] = [
  ruleOnEach({
    id: "eks-cluster-is-protected-against-deletion",
    demands: "EKS refuses to delete a cluster until its protection is removed.",
    type: "aws_eks_cluster",
    see: "https://docs.aws.amazon.com/eks/latest/userguide/deletion-protection.html",
    decide: (cluster) => verdictOn(cluster, "deletion_protection", oneOf(true)),
  }),
  ruleOnEach({
    id: "ecr-repository-keeps-its-images",
    demands: "Terraform refuses to delete a repository that contains images.",
    type: "aws_ecr_repository",
    see: "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecr_repository#force_delete-1",
    decide: (repository) => verdictOn(repository, "force_delete", oneOf(false), "passes"),
  }),
];
