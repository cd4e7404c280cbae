import {
  CloudWatchLogsClient,
  CloudWatchLogsServiceException,
  type DescribeLogGroupsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { checkLeftLogGroups } from "../../../src/commands/checks/left-log-groups";
import { emptyPlan } from "../../../src/commands/terraform/plan";

const backend = { bucket: "my-terraform-state-prod", key: "eks-cluster/terraform.tfstate", region: "ap-northeast-1" };
const controlPlane = "/aws/eks/platform-prod/cluster";
const flowLogs = "/aws/vpc/platform-prod/flow-logs";
const planned = { "aws_cloudwatch_log_group.cluster_logs": controlPlane, "aws_cloudwatch_log_group.flow": flowLogs };

afterEach(() => {
  jest.restoreAllMocks();
});

/** Checks a plan that creates the log groups, where AWS answers with the given pages of groups. */
async function check(pages: readonly (readonly string[])[], newLogGroups: Record<string, string> = planned) {
  const send = jest.spyOn(CloudWatchLogsClient.prototype, "send").mockImplementation((async ({
    input,
  }: DescribeLogGroupsCommand) => {
    const page = Number(input.nextToken ?? 0);
    const names = (pages[page] ?? []).filter((name) => name.startsWith(input.logGroupNamePrefix ?? ""));
    const more = page + 1 < pages.length;
    return Promise.resolve({
      logGroups: names.map((logGroupName) => ({ logGroupName })),
      ...(more && { nextToken: String(page + 1) }),
    });
  }) as never);
  await checkLeftLogGroups({
    stack: "prod",
    folder: "cdktf.out/stacks/prod",
    backend,
    plan: { ...emptyPlan, newLogGroups },
  });
  return send;
}

test.each([
  ["of the control plane", "aws_cloudwatch_log_group.cluster_logs", controlPlane],
  ["of flow logs", "aws_cloudwatch_log_group.flow", flowLogs],
])("a log group %s that already exists is not created again, with both ways out", async (_, address, name) => {
  await expect(check([[name]])).rejects.toMatchObject({
    name: "CommandError",
    message: `the plan creates log group ${name}, but it already exists and is not in the state in s3://my-terraform-state-prod/eks-cluster/terraform.tfstate`,
    nextStep: expect.stringMatching(
      new RegExp(
        `^nothing was applied; [^]*aws logs delete-log-group --region ap-northeast-1 --log-group-name ${name}\\n` +
          `[^]*terraform -chdir=cdktf.out/stacks/prod import ${address} ${name}\\n`,
      ),
    ) as string,
    runbook: "docs/runbook/log-group-left.md",
  });
});

test("the log group of another cluster does not count, although its name begins with the same words", async () => {
  await expect(check([[`${controlPlane}-2`, "/aws/eks/platform-prod-2/cluster"]])).resolves.toBeDefined();
});

test("the log group is found on a later page", async () => {
  await expect(check([[`${controlPlane}-1`], [`${controlPlane}-2`, controlPlane]])).rejects.toMatchObject({
    message: expect.stringContaining(controlPlane) as string,
  });
});

test("a plan that creates no log group needs no permission to see them", async () => {
  expect(await check([[controlPlane]], {})).not.toHaveBeenCalled();
});

test("credentials without access are refused, naming the missing permission", async () => {
  const denied = new CloudWatchLogsServiceException({
    name: "AccessDeniedException",
    message: "not authorized",
    $fault: "client",
    $metadata: { httpStatusCode: 403 },
  });
  jest.spyOn(CloudWatchLogsClient.prototype, "send").mockReturnValue(Promise.reject(denied) as never);
  const checking = checkLeftLogGroups({
    stack: "prod",
    folder: "cdktf.out/stacks/prod",
    backend,
    plan: { ...emptyPlan, newLogGroups: planned },
  });
  await expect(checking).rejects.toMatchObject({
    name: "CommandError",
    message: expect.stringContaining(`log group ${controlPlane} already exists (logs:DescribeLogGroups)`) as string,
  });
});
