import { ecrRules } from "../../../../assessment/controls/rules/ecr";
import type { JsonObject } from "../../../../src/cdktf/terraform-json";
import { projectOf, resources } from "../../support/project";

const repository = { aws_ecr_repository: { a: { name: "platform-prod/api" } } };
const registry = (filter: string, frequency = "CONTINUOUS_SCAN") => ({
  aws_ecr_registry_scanning_configuration: {
    a: {
      scan_type: "ENHANCED",
      rule: [{ scan_frequency: frequency, repository_filter: [{ filter, filter_type: "WILDCARD" }] }],
    },
  },
});

function outcomes(id: string, project: Parameters<(typeof ecrRules)[number]["decide"]>[0]) {
  const [rule] = ecrRules.filter((candidate) => candidate.id === id);
  return rule?.decide(project).map(({ outcome }) => outcome);
}

test.each([
  ["*", "passes"],
  ["platform-prod/*", "passes"],
  ["prod", "passes"],
  ["*/web", "fails"],
  ["platform.prod/*", "fails"],
  ["${var.filter}", "undecided"],
])("a registry in another stack that scans %s: %s", (filter, outcome) => {
  const project = projectOf({ prod: { resource: repository }, shared: { resource: registry(filter) } });
  expect(outcomes("ecr-scans-images", project)).toEqual([outcome]);
});

test("a registry of another region, or one that scans on request alone, scans nothing here", () => {
  const elsewhere: JsonObject = { provider: { aws: [{ region: "us-east-1" }] }, resource: registry("*") };
  expect(outcomes("ecr-scans-images", projectOf({ prod: { resource: repository }, elsewhere }))).toEqual(["fails"]);
  expect(outcomes("ecr-scans-images", resources({ ...repository, ...registry("*", "MANUAL") }))).toEqual(["fails"]);
});

test("repositories that ECR creates for a cache are examined by their template", () => {
  const cache = resources({
    aws_ecr_repository_creation_template: {
      a: { prefix: "quay", image_tag_mutability: "MUTABLE", lifecycle_policy: "{}" },
    },
  });
  expect(outcomes("ecr-tags-are-immutable", cache)).toEqual(["fails"]);
  expect(outcomes("ecr-has-lifecycle-policy", cache)).toEqual(["passes"]);
  expect(outcomes("ecr-is-encrypted-with-customer-key", cache)).toEqual(["fails"]);
});
