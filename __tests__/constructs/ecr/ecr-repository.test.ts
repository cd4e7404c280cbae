import { EcrRepository, type EcrRepositoryProps } from "../../../src/constructs/ecr/ecr-repository";
import { synthesize } from "../../support/synthesize";

const build = (props: Partial<EcrRepositoryProps> = {}) =>
  synthesize((scope) => new EcrRepository(scope, "api", { repositoryName: "platform-dev/api", ...props }));

const rulesOf = (props: Partial<EcrRepositoryProps>) =>
  build(props).at("data.aws_ecr_lifecycle_policy_document.api_lifecycle_rules").rule as unknown;

const untagged = (days: number) => ({
  priority: 1,
  description: `Expire images without a tag after ${days} days`,
  selection: [{ tag_status: "untagged", count_type: "sinceImagePushed", count_unit: "days", count_number: days }],
  action: [{ type: "expire" }],
});

const keep = (priority: number, prefix: string, count: number) => ({
  priority,
  description: `Keep the last ${count} images tagged ${prefix}*`,
  selection: [
    { tag_status: "tagged", tag_prefix_list: [prefix], count_type: "imageCountMoreThan", count_number: count },
  ],
  action: [{ type: "expire" }],
});

describe("EcrRepository", () => {
  test("keeps tags immutable, scans on push, encrypts, and is not deleted while it contains images", () => {
    expect(build().at("aws_ecr_repository.api")).toEqual({
      name: "platform-dev/api",
      image_tag_mutability: "IMMUTABLE",
      image_scanning_configuration: { scan_on_push: true },
      encryption_configuration: [{ encryption_type: "AES256" }],
      force_delete: false,
    });
  });

  test("encrypts under a customer managed key when one is set", () => {
    const encryptionKeyArn = "arn:aws:kms:ap-northeast-1:123456789012:key/11111111-2222-3333-4444-555555555555";
    expect(build({ encryptionKeyArn }).at("aws_ecr_repository.api").encryption_configuration).toEqual([
      { encryption_type: "KMS", kms_key: encryptionKeyArn },
    ]);
  });

  test("is deleted with its images only if configured", () => {
    expect(build({ forceDelete: true }).at("aws_ecr_repository.api").force_delete).toBe(true);
  });

  test("allows only the tags of the given patterns to move", () => {
    expect(build({ mutableTagPatterns: ["latest", "branch-*"] }).at("aws_ecr_repository.api")).toMatchObject({
      image_tag_mutability: "IMMUTABLE_WITH_EXCLUSION",
      image_tag_mutability_exclusion_filter: [
        { filter: "latest", filter_type: "WILDCARD" },
        { filter: "branch-*", filter_type: "WILDCARD" },
      ],
    });
  });

  test("has no repository policy unless other principals can pull or push", () => {
    expect(build().ids("aws_ecr_repository_policy")).toEqual([]);
  });

  test("returns its name, address and ARN", () => {
    let repository: EcrRepository | undefined;
    synthesize((scope) => {
      repository = new EcrRepository(scope, "api", { repositoryName: "platform-dev/api" });
    });
    expect(repository?.repositoryName).toMatch(/TfToken/);
    expect(repository?.repositoryUrl).toMatch(/TfToken/);
    expect(repository?.repositoryArn).toMatch(/TfToken/);
  });
});

describe("the lifecycle of an EcrRepository's images", () => {
  test("applies to the repository", () => {
    expect(build().at("aws_ecr_lifecycle_policy.api_lifecycle")).toEqual({
      repository: "${aws_ecr_repository.api.name}",
      policy: "${data.aws_ecr_lifecycle_policy_document.api_lifecycle_rules.json}",
    });
  });

  test("removes untagged images after 14 days by default", () => {
    expect(rulesOf({})).toEqual([untagged(14)]);
  });

  test("keeps the last images of each prefix, in the order given", () => {
    const keepTagged = [
      { prefix: "release-", count: 50 },
      { prefix: "branch-", count: 5 },
    ];
    expect(rulesOf({ untaggedRetentionDays: 3, keepTagged })).toEqual([
      untagged(3),
      keep(2, "release-", 50),
      keep(3, "branch-", 5),
    ]);
  });

  test("does not change the earlier rules when a prefix is added at the end", () => {
    const release = { prefix: "release-", count: 50 };
    const before = rulesOf({ keepTagged: [release] }) as object[];
    const after = rulesOf({ keepTagged: [release, { prefix: "branch-", count: 5 }] }) as object[];
    expect(after.slice(0, -1)).toEqual(before);
  });
});
