import { eksClusterRules } from "../../../../assessment/controls/rules/eks-cluster";
import { eksNodeRules } from "../../../../assessment/controls/rules/eks-nodes";
import { endpointRules } from "../../../../assessment/controls/rules/endpoints";
import type { Project } from "../../../../assessment/model/project";
import type { JsonObject } from "../../../../src/cdktf/terraform-json";
import * as everyOption from "../../../support/every-option";
import { projectOf, resources } from "../../support/project";
import { synthesized } from "../../support/synthesized";

const rules = [...eksClusterRules, ...eksNodeRules, ...endpointRules];

function decisions(id: string, project: Project) {
  return rules.filter((rule) => rule.id === id).flatMap(({ decide }) => decide(project));
}

const outcomes = (id: string, project: Project) => decisions(id, project).map(({ outcome }) => outcome);

describe("with every option", () => {
  const project = synthesized(everyOption.organization, everyOption.environments);

  test("a VPC without a way to the internet has the endpoints that its nodes need", () => {
    expect(outcomes("vpc-has-endpoint-ecr-dkr", project)).toEqual(["passes", "fails"]);
    expect(outcomes("vpc-has-endpoint-ssm", project)).toEqual(["passes", "fails"]);
  });

  test("the role of nodes that Karpenter launches is examined, the entries of users are not", () => {
    const examined = decisions("eks-node-role-cannot-push-images", project).map(({ address = "" }) => address);
    expect(examined).toEqual([
      "aws_eks_node_group.cluster_nodes_batch",
      "aws_eks_node_group.cluster_nodes_general",
      expect.stringMatching(/^aws_eks_access_entry\..*karpenter/),
      "aws_eks_node_group.cluster_nodes_general",
    ]);
  });

  test.each(rules.filter(({ id }) => id.startsWith("eks-")).map(({ id }) => id))("%s is decided", (id) => {
    expect(outcomes(id, project)).not.toContain("undecided");
  });
});

test.each([
  ["1.35", "2027-03-26", "passes"],
  ["1.35", "2027-03-27", "fails"],
  ["1.9", "2026-11-27", "fails"],
  ["1.99", "2026-11-27", "undecided"],
])("Kubernetes %s on %s: %s", (version, date, outcome) => {
  const project = projectOf({ dev: { resource: { aws_eks_cluster: { a: { name: "a", version } } } } }, date);
  expect(outcomes("eks-version-is-supported", project)).toEqual([outcome]);
});

const nodes = (role: string, more: JsonObject = {}) =>
  resources({
    aws_eks_node_group: { a: { node_role_arn: role, subnet_ids: ["subnet-1"] } },
    aws_iam_role: { a: { name: "node" } },
    ...more,
  });

const inline = (Action: string) => ({
  aws_iam_role_policy: {
    a: { role: "node", policy: JSON.stringify({ Statement: [{ Effect: "Allow", Action, Resource: "*" }] }) },
  },
});

test.each<[string, Project, string]>([
  ["another stack", nodes("arn:aws:iam::123456789012:role/node"), "undecided"],
  ["no policy", nodes("${aws_iam_role.a.arn}"), "passes"],
  ["a policy that reads", nodes("${aws_iam_role.a.arn}", inline("ecr:BatchGetImage")), "passes"],
  ["a policy with a wildcard", nodes("${aws_iam_role.a.arn}", inline("ecr:Put*")), "fails"],
])("a role of nodes of %s", (_, project, outcome) => {
  expect(outcomes("eks-node-role-cannot-push-images", project)).toEqual([outcome]);
});

test("nodes in subnets of another stack, or of the main route table, are not decided", () => {
  const main = resources({
    aws_eks_node_group: { a: { subnet_ids: ["${aws_subnet.a.id}"] } },
    aws_subnet: { a: { map_public_ip_on_launch: false } },
  });
  expect(outcomes("eks-nodes-are-private", nodes("${aws_iam_role.a.arn}"))).toEqual(["undecided"]);
  expect(outcomes("eks-nodes-are-private", main)).toEqual(["undecided"]);
});
