import type { JsonObject } from "../../../../src/cdktf/terraform-json";
import { resources } from "../../support/project";
import type { RuleCase, RuleCases } from "../rule-cases";

const unknown = "${var.unknown}";

function repository(passing: JsonObject, failing: JsonObject, unclear: JsonObject): RuleCase {
  const project = (values: JsonObject) => resources({ aws_ecr_repository: { a: { name: "app/api", ...values } } });
  return { passing: project(passing), failing: project(failing), unknown: project(unclear) };
}

function beside(type: string, passing: JsonObject, failing: JsonObject, unclear: JsonObject): RuleCase {
  const project = (values: JsonObject) =>
    resources({ aws_ecr_repository: { a: { name: "app/api" } }, [type]: { a: values } });
  return { passing: project(passing), failing: project(failing), unknown: project(unclear) };
}

const encrypted = (key: string) => ({ encryption_configuration: [{ encryption_type: "KMS", kms_key: key }] });

const access = (principal: string, action = "ecr:BatchGetImage") => ({
  repository: "app/api",
  policy: JSON.stringify({ Statement: [{ Effect: "Allow", Principal: { AWS: principal }, Action: action }] }),
});

export const cases: RuleCases = {
  "ecr-scans-images": repository(
    { image_scanning_configuration: { scan_on_push: true } },
    { image_scanning_configuration: { scan_on_push: false } },
    { image_scanning_configuration: { scan_on_push: unknown } },
  ),
  "ecr-tags-are-immutable": repository(
    { image_tag_mutability: "IMMUTABLE" },
    { image_tag_mutability: "IMMUTABLE_WITH_EXCLUSION" },
    { image_tag_mutability: unknown },
  ),
  "ecr-has-lifecycle-policy": beside(
    "aws_ecr_lifecycle_policy",
    { repository: "${aws_ecr_repository.a.name}", policy: "{}" },
    { repository: "another", policy: "{}" },
    { repository: unknown, policy: "{}" },
  ),
  "ecr-is-encrypted-with-customer-key": repository(
    encrypted("${aws_kms_key.a.arn}"),
    encrypted("arn:aws:kms:ap-northeast-1:123456789012:alias/aws/ecr"),
    encrypted(unknown),
  ),
  "ecr-access-is-limited": beside(
    "aws_ecr_repository_policy",
    access("arn:aws:iam::123456789012:root"),
    access("*"),
    access(unknown),
  ),
};
