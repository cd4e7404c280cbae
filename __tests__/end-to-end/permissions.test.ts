import { readFileSync, writeFileSync } from "node:fs";
import { BatchGetImageCommand, ECRClient } from "@aws-sdk/client-ecr";
import { CreateRoleCommand, DeleteRolePermissionsBoundaryCommand, IAMClient } from "@aws-sdk/client-iam";
import { DeleteObjectCommand } from "@aws-sdk/client-s3";
import { Principals } from "../../emulator/principals/principals";
import type { JudgedCall } from "../../emulator/record";
import { callsOf, unneededStatements } from "../../emulator/referee/analysis";
import { permissionUse } from "../../emulator/referee/permission-use";
import { permissionsFile } from "../../reference/permissions/table";
import { listVersions } from "../../src/commands/remote-state/versions";
import { exampleSettings, startBootstrapped } from "../support/bootstrapped";
import { type Account, clientAs, s3, s3As } from "../support/checkout";
import { ec2 } from "../support/ec2-query";
import { dev, environments, organization, prod } from "../support/every-option";
import { operation } from "../support/operation";
import { trustOfAccount } from "../support/principals";
import { Rehearsal, refusalsIn, undecidedIn } from "../support/rehearsal";
import { deletePolicy, putPolicy, withoutStatement } from "../support/role-policies";
import { change } from "../settings/example-settings";

const state = { bucket: "my-terraform-state-dev", key: "eks-cluster/terraform.tfstate", region: "ap-northeast-1" };
const noChanges = { exitCode: 0, output: expect.stringContaining("No changes.") as string };
const changes = { exitCode: 2, output: expect.stringMatching(/Plan: \d+ to add/) as string };

const roleArn = (name: string) => `arn:aws:iam::123456789012:role/${name}`;

let account: Account;
let rehearsal: Rehearsal;

/** The calls of each rehearsal, by its name. */
const rehearsed: Record<string, readonly JudgedCall[]> = {};
let seen = 0;

async function endOf(name: string): Promise<void> {
  const calls = await account.calls();
  rehearsed[name] = calls.slice(seen);
  seen = calls.length;
}

beforeAll(async () => {
  account = await startBootstrapped();
  await new Principals(account, exampleSettings).create([roleArn("Developer")]);
  rehearsal = await Rehearsal.create(account);
  rehearsal.synthesize(organization, environments);
});

afterAll(async () => {
  await rehearsal.remove();
  await account.stop();
});

/** Both environments at the same time: Terraform waits most of the time. */
async function inBoth(work: (stack: "dev" | "prod") => Promise<void>): Promise<void> {
  await Promise.all([work("dev"), work("prod")]);
}

test("the administrator bootstraps a copy of the state and the recipients of alerts", async () => {
  await rehearsal.init("bootstrap", "administrator");
  await rehearsal.apply("bootstrap", "administrator");
  await endOf("bootstrap");
});

test("the planner plans, the deployer deploys every option, and the planner finds nothing left to do", async () => {
  await inBoth(async (stack) => {
    await rehearsal.init(stack, "planner");
    expect(await rehearsal.plan(stack)).toEqual(changes);
    await rehearsal.apply(stack);
    expect(await rehearsal.plan(stack)).toEqual(noChanges);
  });
  await endOf("deploy");
});

test("the deployer fills a cache by its first pull", async () => {
  const pull = new BatchGetImageCommand({ repositoryName: "quay/nginx", imageIds: [{ imageTag: "1" }] });
  await expect(new ECRClient(clientAs(account.deployer)).send(pull)).rejects.toMatchObject({
    name: "RepositoryNotFoundException",
  });
  await endOf("pull");
});

test("the deployer adds a repository, a node group and a zone, and upgrades Kubernetes", async () => {
  rehearsal.synthesize(organization, [
    change(dev, {
      "network.availabilityZones": ["a", "c", "d"],
      "cluster.version": "1.36",
      "cluster.nodeGroups.further": dev.cluster.nodeGroups.general,
      "repositories.worker": { forceDelete: true },
    }),
    change(prod, {
      "repositories.api": undefined,
      "network.natGateways": "single",
      "cluster.workloads.karpenter": false,
    }),
  ]);
  await inBoth(async (stack) => {
    expect(await rehearsal.plan(stack)).toEqual(changes);
    await rehearsal.apply(stack);
    expect(await rehearsal.plan(stack)).toEqual(noChanges);
  });
  await endOf("change");
});

test("break-glass restores a state and erases its other versions", async () => {
  const [latest, earlier] = await listVersions(s3(account), state);
  const restore = async (version = "") =>
    operation(account.breakGlass, "state", "restore", "dev", version, "--auto-approve");
  expect(await restore(earlier?.versionId)).toMatchObject({ exitCode: 0 });
  expect(await restore(latest?.versionId)).toMatchObject({ exitCode: 0 });
  const [, ...others] = await listVersions(s3(account), state);
  for (const { versionId: VersionId } of others) {
    await s3As(account.breakGlass).send(new DeleteObjectCommand({ Bucket: state.bucket, Key: state.key, VersionId }));
  }
  expect(await listVersions(s3(account), state)).toHaveLength(1);
  expect(await rehearsal.plan("dev")).toEqual(noChanges);
  await endOf("recover");
});

test("the deployer destroys both environments", async () => {
  await inBoth(async (stack) => rehearsal.destroy(stack));
  await endOf("destroy");
});

test("AWS would have refused none of these calls, and decided all of them", async () => {
  const calls = await account.calls();
  expect(calls.length).toBeGreaterThan(1000);
  expect(refusalsIn(calls)).toEqual([]);
  expect(undecidedIn(calls)).toEqual([]);
});

test("the permissions that each rehearsal used are those of the reference", async () => {
  const use: Record<string, unknown> = {};
  for (const role of ["TerraformExecutionRole", "TerraformPlanRole", "TerraformBreakGlassRole"]) {
    use[role] = await permissionUse(rehearsed, roleArn(role));
  }
  if (process.env.UPDATE_PERMISSIONS) writeFileSync(permissionsFile, `${JSON.stringify(use, undefined, 2)}\n`);
  expect(JSON.parse(readFileSync(permissionsFile, "utf8"))).toEqual(use);
});

/** A policy that the deploy role does not have from bootstrap. */
const further = "further";

test("not even a further policy frees the deployer from its limits", async () => {
  const role = "TerraformExecutionRole";
  const tags = { "TagSpecification.1.Tag.1.Key": "Environment", "TagSpecification.1.Tag.1.Value": "staging" };
  const network = { Action: "CreateVpc", CidrBlock: "10.9.0.0/16", "TagSpecification.1.ResourceType": "vpc", ...tags };
  const [VpcId = ""] = /vpc-\w+/.exec((await ec2(account, network)).text) ?? [];
  await putPolicy(account, role, further, { Effect: "Allow", Action: "*", Resource: "*" });
  const denied = expect.stringContaining("with an explicit deny") as string;
  expect(await ec2(account.deployer, { Action: "DeleteVpc", VpcId })).toEqual({ status: 403, text: denied });
  expect(await ec2(account.deployer, network)).toEqual({ status: 403, text: denied });
  const iam = new IAMClient(clientAs(account.deployer));
  const unbound = new DeleteRolePermissionsBoundaryCommand({ RoleName: "platform-dev-cluster" });
  await expect(iam.send(unbound)).rejects.toMatchObject({ message: denied });
  const unlimited = new CreateRoleCommand({
    RoleName: "platform-dev-free",
    AssumeRolePolicyDocument: trustOfAccount(),
  });
  await expect(iam.send(unlimited)).rejects.toMatchObject({ message: denied });
  await deletePolicy(account, role, further);
});

/** Statements without which no call above would be decided otherwise, and the page of AWS that demands them. */
const demanded: Readonly<Record<string, string>> = {
  // A new key's tag takes up to five minutes to count, and EKS takes its grant at once; the emulator's tags count at once.
  GrantKeysThroughServices: "https://docs.aws.amazon.com/kms/latest/developerguide/tag-authorization.html",
  // Services that do not say to whom a role is passed; Terraform uses none of them.
  PassToKnownServices: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
};

test("each statement of the deploy role is needed here, or AWS demands it", async () => {
  const calls = callsOf(await account.calls(), roleArn("TerraformExecutionRole"));
  const unneeded = await unneededStatements(calls, roleArn("TerraformExecutionRole"));
  const own = unneeded.filter((statement) => !statement.startsWith(`${further}/`));
  expect(own.map((statement) => statement.split("/").at(-1)).sort()).toEqual(Object.keys(demanded));
});

test.each([
  ["ConfigureRegistry", "aws_ecr_registry_scanning_configuration.registry_scanning", "ecr:PutRegistryScanning"],
  ["CreateTagged", "aws_vpc.vpc", "ec2:CreateVpc"],
  ["ManageBoundedRoles", "aws_iam_role.cluster_role", "iam:CreateRole"],
  ["ManageNamed", "aws_cloudwatch_log_group.cluster_logs", "logs:CreateLogGroup"],
])("without the statement %s, Terraform fails", async (sid, target, action) => {
  await withoutStatement(account, "TerraformExecutionRole", sid, async () => {
    const args = ["apply", "-auto-approve", "-input=false", `-target=${target}`];
    const { exitCode, output } = await rehearsal.terraform("deployer", "dev", ...args);
    expect(exitCode).toBe(1);
    expect(output.replaceAll(/[\s│]+/g, " ")).toContain(`is not authorized to perform: ${action}`);
  });
});
