import { anyOf, includesAction } from "../../model/statements";
import { listOf } from "../../model/nested-blocks";
import type { Block, Stack } from "../../model/project";
import { referenceOf, textOf } from "../../model/value";
import { type Rule, ruleOnEach, ruleOnTypes } from "../rule";
import { fails, isGiven, passes, undecided, type Verdict, worst } from "../verdict";
import { assignsNoPublicAddress } from "./launch-templates";
import { nodeRoleOf, policiesOf, type RolePolicy } from "./node-roles";
import { subnetIsPrivate } from "./routes";

const guide = "https://docs.aws.amazon.com/eks/latest/userguide";

/** Policies of AWS that nodes need themselves, none of which can push images. */
const nodePolicies = [
  "AmazonEC2ContainerRegistryPullOnly",
  "AmazonEC2ContainerRegistryReadOnly",
  "AmazonEKSWorkerNodeMinimalPolicy",
  "AmazonEKSWorkerNodePolicy",
  "AmazonSSMManagedInstanceCore",
];

/** Policies of AWS that controllers and add-ons need, none of which can push images. */
const workloadPolicies = [
  "AmazonEBSCSIDriverPolicy",
  "AmazonEBSCSIDriverEKSClusterScopedPolicy",
  "AmazonEFSCSIDriverPolicy",
  "AmazonEKS_CNI_Policy",
  "CloudWatchAgentServerPolicy",
];

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/security-iam-awsmanpol.html */
const pushingPolicies = [
  "AdministratorAccess",
  "AmazonEC2ContainerRegistryFullAccess",
  "AmazonEC2ContainerRegistryPowerUser",
  "PowerUserAccess",
];

const pushActions = ["ecr:PutImage", "ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload"];

function nodesArePrivate(group: Block, stack: Stack): Verdict {
  const subnets = listOf(group.values.subnet_ids);
  const [first, ...others] = subnets.map((id) => subnetIsPrivate(id, stack));
  if (!first) return undecided("subnet_ids is not set", "subnet_ids");
  const { address = "" } = referenceOf(templateOf(group)) ?? {};
  const template = stack.blocks.get(address);
  return worst([first, ...others, ...(template ? [assignsNoPublicAddress(template)] : [])]);
}

function hasTemplate(group: Block): Verdict {
  const [id, name] = ["launch_template.id", "launch_template.name"].map((path) => isGiven(group, path));
  const given = [id, name].find((verdict) => verdict?.outcome !== "fails");
  return given ?? undecided("no launch_template: EKS decides on metadata and volumes", "launch_template");
}

function templateOf({ values }: Block) {
  const [template] = listOf(values.launch_template);
  return typeof template === "object" && template !== null && !Array.isArray(template) && "id" in template
    ? template.id
    : undefined;
}

/** A verdict on each policy of a node's role; a role of another stack is undecided. */
function onPolicies(block: Block, stack: Stack, decide: (policy: RolePolicy) => Verdict): Verdict {
  const arn = nodeRoleOf(block) ?? "no role";
  const role = stack.blocks.get(referenceOf(arn)?.address ?? "");
  if (!role) return undecided(`the policies of ${textOf(arn)} are not in the stack`);
  const [first, ...others] = policiesOf(role, stack).map(decide);
  return first ? worst([first, ...others]) : passes(`${role.address} has no policy`);
}

function cannotPush(policy: RolePolicy): Verdict {
  const { name } = policy;
  if (policy.is === "aws") {
    if (pushingPolicies.includes(name)) return fails(`${name} can push images`);
    const isKnown = [...nodePolicies, ...workloadPolicies].includes(name);
    return isKnown ? passes(`${name} cannot push images`) : undecided(`whether ${name} of AWS can push images`);
  }
  if (policy.policy.is === "absent") return passes(`${name} is empty`);
  if (policy.policy.is === "unknown") return undecided(`the statements of ${name} are known to Terraform alone`);
  const allowed = policy.policy.statements.filter(({ Effect }) => Effect === "Allow");
  const pushes = anyOf(allowed.flatMap((statement) => pushActions.map((action) => includesAction(statement, action))));
  if (pushes === "unknown") return undecided(`the actions of ${name} are known to Terraform alone`);
  return pushes ? fails(`${name} can push images`) : passes(`${name} cannot push images`);
}

/** What a node may do, each of its pods may do where nothing else prevents it. */
function isForNodesAlone(policy: RolePolicy): Verdict {
  if (policy.is === "aws" && nodePolicies.includes(policy.name)) return passes(`${policy.name} is for nodes`);
  return policy.is === "own" && policy.policy.is === "unknown"
    ? undecided(`the policy ${policy.name} is known to Terraform alone`)
    : fails(`${policy.name} gives pods permissions through their node`);
}

function hasRoleOfItsOwn(association: Block, stack: Stack): Verdict {
  const { address } = referenceOf(association.values.role_arn) ?? {};
  if (address === undefined)
    return undecided("which other service accounts use the role is not in the stack", "role_arn");
  const users = [...stack.blocks.values()].filter(
    (block) =>
      block !== association &&
      referenceOf(block.type === "aws_eks_pod_identity_association" ? block.values.role_arn : nodeRoleOf(block))
        ?.address === address,
  );
  return users[0]
    ? fails(`${users[0].address} uses ${address} as well`, "role_arn")
    : passes(`${address} is its own`, "role_arn");
}

/** A rule without decisions on access entries of users. */
function exceptUsers(rule: Rule): Rule {
  const isUser = (block?: Block) => block?.type === "aws_eks_access_entry" && nodeRoleOf(block) === undefined;
  return {
    ...rule,
    decide: (project) =>
      rule.decide(project).filter(({ stack, address = "" }) => {
        const { blocks } = project.stacks.find(({ name }) => name === stack) ?? {};
        return !isUser(blocks?.get(address));
      }),
  };
}

/** Rules on nodes and on the pods that run there. */
export const eksNodeRules: readonly Rule[] = [
  ruleOnEach({
    id: "eks-nodes-are-private",
    demands: "Nodes are in subnets without public addresses and without a route to an internet gateway.",
    type: "aws_eks_node_group",
    see: `${guide}/network-reqs.html#network-requirements-subnets`,
    decide: nodesArePrivate,
  }),
  ruleOnEach({
    id: "eks-nodes-have-launch-template",
    demands: "Each node group launches instances from a template of the stacks, which other rules examine.",
    type: "aws_eks_node_group",
    see: `${guide}/launch-templates.html`,
    decide: hasTemplate,
  }),
  exceptUsers(
    ruleOnTypes({
      id: "eks-node-role-cannot-push-images",
      demands: "The role of nodes can pull images but not push them.",
      types: ["aws_eks_node_group", "aws_eks_access_entry"],
      see: `${guide}/create-node-role.html`,
      decide: (block, stack) => onPolicies(block, stack, cannotPush),
    }),
  ),
  exceptUsers(
    ruleOnTypes({
      id: "eks-workloads-have-roles-of-their-own",
      demands: "Each service account has a role of its own, and the role of nodes allows what nodes need alone.",
      types: ["aws_eks_pod_identity_association", "aws_eks_node_group", "aws_eks_access_entry"],
      see: `${guide}/pod-identities.html`,
      decide: (block, stack) =>
        block.type === "aws_eks_pod_identity_association"
          ? hasRoleOfItsOwn(block, stack)
          : onPolicies(block, stack, isForNodesAlone),
    }),
  ),
];
