import { EcrRepositories } from "../../../src/constructs/ecr/ecr-repositories";
import type { RepositoryOptions } from "../../../src/constructs/ecr/repository-options";
import { synthesize } from "../../support/synthesize";

const build = (repositories: Record<string, RepositoryOptions>, encryptionKeyArn?: string) =>
  synthesize(
    (scope) => new EcrRepositories(scope, "repositories", { name: "platform-dev", repositories, encryptionKeyArn }),
  );

describe("EcrRepositories", () => {
  test("creates each repository under the environment's prefix, at an address with its name", () => {
    const synthesized = build({ api: {}, "payments/api": { forceDelete: true } });
    expect(synthesized.ids("aws_ecr_repository")).toEqual(["repositories_api", "repositories_payments_api"]);
    expect(synthesized.at("aws_ecr_repository.repositories_api").name).toBe("platform-dev/api");
    expect(synthesized.at("aws_ecr_repository.repositories_payments_api")).toMatchObject({
      name: "platform-dev/payments/api",
      force_delete: true,
    });
  });

  test("encrypts all repositories under one key", () => {
    const keyArn = "arn:aws:kms:ap-northeast-1:123456789012:key/11111111-2222-3333-4444-555555555555";
    const repositories = Object.values(build({ api: {}, web: {} }, keyArn).blocks("aws_ecr_repository"));
    expect(repositories.map((repository) => repository.encryption_configuration as unknown)).toEqual([
      [{ encryption_type: "KMS", kms_key: keyArn }],
      [{ encryption_type: "KMS", kms_key: keyArn }],
    ]);
  });

  test("returns them by key", () => {
    synthesize((scope) => {
      const { repositories } = new EcrRepositories(scope, "repositories", {
        name: "a",
        repositories: { web: {}, api: {} },
      });
      expect(Object.keys(repositories)).toEqual(["web", "api"]);
    });
  });

  test("adding a repository changes nothing about the others", () => {
    const before = build({ api: { keepTagged: [{ prefix: "v", count: 9 }] }, web: {} }).json;
    const after = build({ admin: {}, api: { keepTagged: [{ prefix: "v", count: 9 }] }, web: {} }).json;
    expect(after).toMatchObject(before);
  });
});
