import { textOf } from "../../model/value";
import { type Rule, ruleOnEach, ruleOnTypes } from "../rule";
import { isGiven, verdictOn } from "../verdict";

/** Families of previous generations that run paravirtual images. All others run hardware virtual machines alone. */
const paravirtual = /^(c1|c3|hs1|m1|m2|m3|t1)\./;

/** Rules on instances themselves. Those on their networks and metadata are with launch templates and networks. */
export const instanceRules: readonly Rule[] = [
  ruleOnTypes({
    id: "instance-has-a-role",
    demands: "Instances call AWS with a role, not with keys.",
    types: ["aws_instance", "aws_eks_node_group"],
    see: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2.html",
    decide: (block) => isGiven(block, block.type === "aws_instance" ? "iam_instance_profile" : "node_role_arn"),
  }),
  ruleOnEach({
    id: "instance-is-not-paravirtual",
    demands: "No instance is of a type that runs paravirtual images.",
    type: "aws_instance",
    see: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ComponentsAMIs.html",
    decide: (instance) => verdictOn(instance, "instance_type", (type) => !paravirtual.test(textOf(type))),
  }),
];
