import { EKSClient, EKSServiceException, ResourceNotFoundException } from "@aws-sdk/client-eks";
import { checkExistingClusters } from "../../../src/commands/checks/existing-clusters";
import { emptyPlan } from "../../../src/commands/terraform/plan";

const backend = { bucket: "my-terraform-state-prod", key: "eks-cluster/terraform.tfstate", region: "ap-northeast-1" };
const arn = "arn:aws:eks:ap-northeast-1:123456789012:cluster/platform-prod";

afterEach(() => {
  jest.restoreAllMocks();
});

async function refuse(answer: Promise<unknown>): Promise<void> {
  jest.spyOn(EKSClient.prototype, "send").mockReturnValue(answer as never);
  await checkExistingClusters({ stack: "prod", backend, plan: { ...emptyPlan, newClusters: ["platform-prod"] } });
}

test("a plan that creates a cluster that already exists is refused", async () => {
  await expect(refuse(Promise.resolve({ cluster: { arn } }))).rejects.toMatchObject({
    name: "CommandError",
    message: expect.stringContaining(`${arn} already exists`) as string,
  });
});

test("a cluster that does not exist can be created", async () => {
  const absent = new ResourceNotFoundException({ message: "No cluster found", $metadata: { httpStatusCode: 404 } });
  await expect(refuse(Promise.reject(absent))).resolves.toBeUndefined();
});

test("credentials without access are refused with the missing permission", async () => {
  const denied = new EKSServiceException({
    name: "AccessDeniedException",
    message: "not authorized",
    $fault: "client",
    $metadata: { httpStatusCode: 403 },
  });
  await expect(refuse(Promise.reject(denied))).rejects.toMatchObject({
    name: "CommandError",
    message: expect.stringContaining("platform-prod already exists (eks:DescribeCluster): not authorized") as string,
  });
});
