import {
  CreatePullThroughCacheRuleCommand,
  CreateRepositoryCommand,
  type CreateRepositoryCommandInput,
  CreateRepositoryCreationTemplateCommand,
  DeleteRepositoryCommand,
  ECRClient,
  PutImageCommand,
  PutLifecyclePolicyCommand,
  PutRegistryPolicyCommand,
  SetRepositoryPolicyCommand,
  TagResourceCommand,
} from "@aws-sdk/client-ecr";
import { DisableKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { clientFor } from "../../support/checkout";
import { createStateKey } from "../../support/state-store";
import { emulatorOfFile, nonexistentRole, policyOf, refusalOf } from "./refusal";

const emulator = emulatorOfFile();
const ecr = () => new ECRClient(clientFor(emulator()));

async function createRepository(repositoryName: string, more: Partial<CreateRepositoryCommandInput> = {}) {
  const { repository } = await ecr().send(new CreateRepositoryCommand({ repositoryName, ...more }));
  return repository?.repositoryArn ?? "";
}

const invalid = (message: string) => ({ code: "InvalidParameterException", status: 400, message });
const atPolicyText = (reason: string) =>
  invalid(`Invalid parameter at 'PolicyText' failed to satisfy constraint: '${reason}'`);

test("a repository has a name that ECR allows and a key that can be used", async () => {
  for (const name of ["Api", "a", "a//b", "-a"]) {
    expect(await refusalOf(createRepository(name))).toMatchObject({ code: "InvalidParameterException", status: 400 });
  }
  const kmsKey = await createStateKey(emulator());
  const encryptionConfiguration = { encryptionType: "KMS" as const, kmsKey };
  await createRepository("platform-dev/api_1", { encryptionConfiguration });
  await new KMSClient(clientFor(emulator())).send(new DisableKeyCommand({ KeyId: kmsKey }));
  expect(await refusalOf(createRepository("other", { encryptionConfiguration }))).toMatchObject({
    code: "KmsException",
    status: 400,
  });
});

test("a repository has at most 50 tags, none of which is AWS's own", async () => {
  const tags = Array.from({ length: 50 }, (_, index) => ({ Key: `key-${index}`, Value: "" }));
  const resourceArn = await createRepository("tagged", { tags });
  const add = (Key: string) => ecr().send(new TagResourceCommand({ resourceArn, tags: [{ Key, Value: "changed" }] }));
  await add("key-1");
  expect(await refusalOf(add("another"))).toMatchObject({ code: "TooManyTagsException", status: 400 });
  expect(await refusalOf(add("aws:x"))).toMatchObject({ code: "InvalidTagParameterException", status: 400 });
});

test("a repository with images is deleted by force, and an immutable tag is not moved", async () => {
  await createRepository("full", { imageTagMutability: "IMMUTABLE" });
  const push = (imageManifest: string) =>
    ecr().send(new PutImageCommand({ repositoryName: "full", imageManifest, imageTag: "v1" }));
  await push('{"schemaVersion":2}');
  expect(await refusalOf(push('{"schemaVersion":2,"layers":[]}'))).toMatchObject({
    code: "ImageTagAlreadyExistsException",
  });
  const remove = (force: boolean) => ecr().send(new DeleteRepositoryCommand({ repositoryName: "full", force }));
  expect(await refusalOf(remove(false))).toMatchObject({ code: "RepositoryNotEmptyException", status: 400 });
  await remove(true);
});

test("policies name principals that exist", async () => {
  await createRepository("shared");
  const set = (policyText: string) =>
    ecr().send(new SetRepositoryPolicyCommand({ repositoryName: "shared", policyText }));
  const policyFor = (principal: unknown) => policyOf({ Principal: principal, Action: "ecr:BatchGetImage" });
  await set(policyFor({ AWS: ["210987654321", "*"] }));
  expect(await refusalOf(set(policyFor({ AWS: nonexistentRole })))).toEqual(atPolicyText("Principal not found"));
  expect(await refusalOf(set("{"))).toEqual(atPolicyText("Invalid repository policy provided"));
  const put = (policyText: string) => ecr().send(new PutRegistryPolicyCommand({ policyText }));
  await put(policyFor({ AWS: "arn:aws:iam::123456789012:root" }));
  expect(await refusalOf(put(policyFor({ AWS: nonexistentRole })))).toEqual(atPolicyText("Principal not found"));
  expect(await refusalOf(put("{}"))).toEqual(atPolicyText("Invalid registry policy provided"));
});

describe("a lifecycle policy", () => {
  const rule = (rulePriority: number, selection: Record<string, unknown>) => ({
    rulePriority,
    selection: { countType: "imageCountMoreThan", countNumber: 10, ...selection },
    action: { type: "expire" },
  });
  const put = (rules: unknown) =>
    ecr().send(
      new PutLifecyclePolicyCommand({ repositoryName: "aging", lifecyclePolicyText: JSON.stringify({ rules }) }),
    );
  const untagged = { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days" };
  const tagged = { tagStatus: "tagged", tagPrefixList: ["v"] };

  beforeAll(() => createRepository("aging"));

  test("has rules in the order of their priorities", async () => {
    await put([rule(1, untagged), rule(2, tagged), rule(3, { tagStatus: "any" })]);
  });

  test.each([
    [[], "a policy has 1 to 50 rules"],
    [[rule(1, untagged), rule(1, tagged)], "rule priorities must be unique"],
    [[rule(1, { tagStatus: "any" }), rule(2, tagged)], "a rule for any tag status must have the lowest priority"],
    [[rule(1, { tagStatus: "tagged" })], "tagPrefixList or tagPatternList is required"],
    [[rule(1, { ...untagged, tagPrefixList: ["v"] })], "tagPrefixList or tagPatternList is required"],
    [[rule(1, { ...untagged, countUnit: undefined })], "countUnit is required"],
    [[rule(1, { ...tagged, countNumber: 0 })], "countNumber is a positive integer"],
    ["rules", "string is not a valid lifecycle policy"],
  ])("like %j is refused", async (rules, reason) => {
    expect(await refusalOf(put(rules))).toMatchObject({
      code: "InvalidParameterException",
      message: expect.stringContaining(`Lifecycle policy validation failure: ${reason}`) as string,
    });
  });
});

test("a prefix has one pull-through cache rule and one template", async () => {
  const cache = (ecrRepositoryPrefix: string) =>
    ecr().send(new CreatePullThroughCacheRuleCommand({ ecrRepositoryPrefix, upstreamRegistryUrl: "public.ecr.aws" }));
  await cache("public");
  expect(await refusalOf(cache("public"))).toMatchObject({
    code: "PullThroughCacheRuleAlreadyExistsException",
    status: 400,
  });
  for (let count = 2; count <= 50; count++) await cache(`public-${count}`);
  expect(await refusalOf(cache("another"))).toMatchObject({ code: "LimitExceededException", status: 400 });
  const template = () =>
    ecr().send(new CreateRepositoryCreationTemplateCommand({ prefix: "public", appliedFor: ["PULL_THROUGH_CACHE"] }));
  await template();
  expect(await refusalOf(template())).toMatchObject({ code: "TemplateAlreadyExistsException", status: 400 });
});
