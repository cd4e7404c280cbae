import type { Construct } from "constructs";
import { ImageRegistry, type ImageRegistryProps } from "../../../src/constructs/ecr/image-registry";
import { calls, decisionsByOnePolicy } from "../../support/identity-policies";
import { expectedDecisions } from "../../support/policies";
import { policyDocument } from "../../support/policy-document";
import { synthesize } from "../../support/synthesize";

const accountId = "123456789012";
const region = "ap-northeast-1";
const dockerHubLogin = `arn:aws:secretsmanager:${region}:${accountId}:secret:ecr-pullthroughcache/docker-hub-AbCdEf`;

type Props = Partial<ImageRegistryProps>;
const registry = (scope: Construct, props: Props, id = "registry") =>
  new ImageRegistry(scope, id, { name: "platform-prod", accountId, region, ...props });
const build = (props: Props) => synthesize((scope) => registry(scope, props));

describe("ImageRegistry", () => {
  test("does not change the registry by default", () => {
    expect(build({}).json.resource).toBeUndefined();
  });

  test("makes Amazon Inspector scan every repository continuously", () => {
    expect(build({ enhancedScanning: true }).at("aws_ecr_registry_scanning_configuration.registry_scanning")).toEqual({
      scan_type: "ENHANCED",
      rule: [{ scan_frequency: "CONTINUOUS_SCAN", repository_filter: [{ filter: "*", filter_type: "WILDCARD" }] }],
    });
  });

  test("caches other registries and removes untagged images", () => {
    const synthesized = build({
      pullThroughCache: {
        k8s: { upstream: "registry.k8s.io" },
        "docker-hub": { upstream: "registry-1.docker.io", credentialArn: dockerHubLogin },
      },
    });
    expect(synthesized.at("aws_ecr_pull_through_cache_rule.registry_cache_k8s")).toMatchObject({
      ecr_repository_prefix: "k8s",
      upstream_registry_url: "registry.k8s.io",
    });
    expect(synthesized.at("aws_ecr_pull_through_cache_rule.registry_cache_docker_hub")).toMatchObject({
      ecr_repository_prefix: "docker-hub",
      upstream_registry_url: "registry-1.docker.io",
      credential_arn: dockerHubLogin,
    });
    expect(synthesized.at("aws_ecr_repository_creation_template.registry_cache_k8s_template")).toMatchObject({
      prefix: "k8s",
      applied_for: ["PULL_THROUGH_CACHE"],
      lifecycle_policy: "${data.aws_ecr_lifecycle_policy_document.registry_cache_k8s_lifecycle_rules.json}",
    });
  });

  test("encrypts caches under the customer managed key, with a role of its own that ECR assumes", async () => {
    const keyArn = `arn:aws:kms:${region}:${accountId}:key/images`;
    const caches = { k8s: { upstream: "registry.k8s.io" }, quay: { upstream: "quay.io" } } as const;
    const synthesized = build({ encryptionKeyArn: keyArn, pullThroughCache: caches });

    for (const cache of ["k8s", "quay"]) {
      const template = `aws_ecr_repository_creation_template.registry_cache_${cache}_template`;
      expect(synthesized.at(template)).toMatchObject({
        encryption_configuration: [{ encryption_type: "KMS", kms_key: keyArn }],
        custom_role_arn: "${aws_iam_role.registry_cache_role.arn}",
      });
      expect(synthesized.dependsOn(template, "aws_iam_role_policy.registry_cache_role_repositories")).toBe(true);
    }
    expect(policyDocument(synthesized, "aws_iam_role.registry_cache_role.assume_role_policy").Statement).toEqual([
      {
        Sid: "ImageRegistry",
        Effect: "Allow",
        Principal: { Service: ["ecr.amazonaws.com"] },
        Action: ["sts:AssumeRole"],
      },
    ]);
    const policy = policyDocument(synthesized, "aws_iam_role_policy.registry_cache_role_repositories.policy");
    const repository = (name: string) => `arn:aws:ecr:${region}:${accountId}:repository/${name}`;
    const caller = {
      principal: `arn:aws:iam::${accountId}:role/platform-prod-image-caches`,
      resourceAccount: accountId,
    };
    const cases = [
      ...calls(caller, "Allowed", [
        ["ecr:CreateRepository", repository("k8s/pause")],
        ["ecr:CreateRepository", repository("quay/argoproj/argocd")],
        ["kms:CreateGrant", keyArn],
        ["kms:DescribeKey", keyArn],
      ]),
      ...calls(caller, "ImplicitlyDenied", [
        ["ecr:CreateRepository", repository("platform-prod/api")],
        ["ecr:DeleteRepository", repository("k8s/pause")],
        ["kms:CreateGrant", `arn:aws:kms:${region}:${accountId}:key/other`],
        ["kms:Decrypt", keyArn],
      ]),
    ];
    expect(await decisionsByOnePolicy(policy, cases)).toEqual(expectedDecisions(cases));
  });

  test("creates no role where there is no cache to encrypt", () => {
    expect(build({ encryptionKeyArn: `arn:aws:kms:${region}:${accountId}:key/images` }).json.resource).toBeUndefined();
    expect(build({ pullThroughCache: { k8s: { upstream: "registry.k8s.io" } } }).ids("aws_iam_role")).toEqual([]);
  });

  test("configures the creation of cached repositories before it caches anything", () => {
    const synthesized = build({ pullThroughCache: { k8s: { upstream: "registry.k8s.io" } } });
    expect(
      synthesized.dependsOn(
        "aws_ecr_pull_through_cache_rule.registry_cache_k8s",
        "aws_ecr_repository_creation_template.registry_cache_k8s_template",
      ),
    ).toBe(true);
  });

  test("replicates to other regions of the account, optionally only some repositories", () => {
    const replicated = (props: Props) =>
      build({ replicationRegions: ["ap-northeast-3", "us-west-2"], ...props }).at(
        "aws_ecr_replication_configuration.registry_replication",
      ).replication_configuration as unknown;
    const destination = [
      { region: "ap-northeast-3", registry_id: accountId },
      { region: "us-west-2", registry_id: accountId },
    ];
    expect(replicated({})).toEqual({ rule: [{ destination }] });
    expect(replicated({ replicatedPrefixes: ["platform-prod/"] })).toEqual({
      rule: [{ destination, repository_filter: [{ filter: "platform-prod/", filter_type: "PREFIX_MATCH" }] }],
    });
  });

  test("fails when a registry is configured twice, since the second configuration would replace the first", () => {
    expect(() =>
      synthesize((scope) => {
        registry(scope, {}, "one");
        registry(scope, {}, "two");
      }),
    ).toThrow(
      "constructs test/one and test/two would both configure the registry of account 123456789012 in ap-northeast-1: keep one of them",
    );
  });

  test("accepts another construct for the registry of another account or region", () => {
    expect(() =>
      synthesize((scope) => {
        registry(scope, {}, "one");
        registry(scope, { region: "us-west-2" }, "two");
        registry(scope, { accountId: "210987654321" }, "three");
      }),
    ).not.toThrow();
  });
});
