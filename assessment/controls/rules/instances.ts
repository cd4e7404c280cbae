import { type Rule, ruleOnTypes } from "../rule";
import { isGiven } from "../verdict";

/** Rules on instances themselves. Those on their networks and metadata are with launch templates and networks. */
export const instanceRules: readonly Rule[] = [
  ruleOnTypes({
    id: "instance-has-a-role",
    demands: "Instances call AWS with a role, not with keys.",
    types: ["aws_instance", "aws_eks_node_group"],
    see: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2.html",
    decide: (block) => isGiven(block, block.type === "aws_instance" ? "iam_instance_profile" : "node_role_arn"),
  }),
];
