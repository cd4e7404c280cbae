import { ECRClient, ECRServiceException, RepositoryNotFoundException } from "@aws-sdk/client-ecr";
import { emptyPlan } from "../../../src/commands/terraform/plan";
import { checkRepositories } from "../../../src/commands/checks/repositories";

const backend = { bucket: "b", key: "k.tfstate", region: "ap-northeast-1" };

afterEach(() => {
  jest.restoreAllMocks();
});

const type = "aws_ecr_repository";
const api = { address: `${type}.repositories_api`, type, before: { name: "platform-dev/api", force_delete: false } };

async function refuse(answer: () => Promise<unknown>, deletion: typeof api = api) {
  const send = jest.spyOn(ECRClient.prototype, "send").mockImplementation(answer as never);
  await checkRepositories({ backend, plan: { ...emptyPlan, deletions: [deletion] } });
  return send;
}

const withImages = () => Promise.resolve({ imageIds: [{ imageTag: "v1" }] });

test("a repository with images that ECR would not delete is refused with the setting", async () => {
  await expect(refuse(withImages)).rejects.toMatchObject({
    name: "CommandError",
    message: expect.stringContaining("aws_ecr_repository.repositories_api (platform-dev/api)") as string,
    nextStep: expect.stringMatching(/docs\/remove-a-repository\.md: set forceDelete: true/) as string,
  });
});

test("an empty repository, and one that no longer exists, are accepted", async () => {
  await expect(refuse(() => Promise.resolve({ imageIds: [] }))).resolves.toBeDefined();
  const gone = new RepositoryNotFoundException({ message: "gone", $metadata: { httpStatusCode: 400 } });
  await expect(refuse(() => Promise.reject(gone))).resolves.toBeDefined();
});

test("a repository with forceDelete is not looked up, nor is another type of resource", async () => {
  expect(await refuse(withImages, { ...api, before: { ...api.before, force_delete: true } })).not.toHaveBeenCalled();
  expect(await refuse(withImages, { ...api, type: "aws_vpc" })).not.toHaveBeenCalled();
});

test("credentials without access are refused with the missing permission", async () => {
  const denied = new ECRServiceException({
    name: "AccessDeniedException",
    message: "not authorized",
    $fault: "client",
    $metadata: { httpStatusCode: 400 },
  });
  await expect(refuse(() => Promise.reject(denied))).rejects.toThrow(
    "platform-dev/api contains images (ecr:ListImages)",
  );
});
