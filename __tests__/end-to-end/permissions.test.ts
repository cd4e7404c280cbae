import { DeleteObjectCommand } from "@aws-sdk/client-s3";
import { unneededStatements } from "../../emulator/referee/analysis";
import { listVersions } from "../../src/commands/remote-state/versions";
import { startBootstrapped } from "../support/bootstrapped";
import { type Account, s3, s3As } from "../support/checkout";
import { dev, environments, organization, prod } from "../support/every-option";
import { operation } from "../support/operation";
import { Rehearsal, refusalsIn, undecidedIn } from "../support/rehearsal";
import { change } from "../settings/example-settings";

jest.setTimeout(900_000);

const state = { bucket: "my-terraform-state-dev", key: "eks-cluster/terraform.tfstate", region: "ap-northeast-1" };
const noChanges = { exitCode: 0, output: expect.stringContaining("No changes.") as string };
const changes = { exitCode: 2, output: expect.stringMatching(/Plan: \d+ to add/) as string };

let account: Account;
let rehearsal: Rehearsal;

beforeAll(async () => {
  account = await startBootstrapped();
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
});

test("the planner plans, the deployer deploys every option, and the planner finds nothing left to do", async () => {
  await inBoth(async (stack) => {
    await rehearsal.init(stack, "planner");
    expect(await rehearsal.plan(stack)).toEqual(changes);
    await rehearsal.apply(stack);
    expect(await rehearsal.plan(stack)).toEqual(noChanges);
  });
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
});

test("the deployer destroys both environments", async () => {
  await inBoth(async (stack) => rehearsal.destroy(stack));
});

test("AWS would have refused none of these calls, and what cannot be decided is known", async () => {
  const calls = await account.calls();
  expect(calls.length).toBeGreaterThan(1000);
  expect(refusalsIn(calls)).toEqual([]);
  const notEvaluated = (action: string) => `${action}: cannot evaluate ${action}: {"message":"no.resource.types"}`;
  expect(undecidedIn(calls)).toEqual([
    `TerraformExecutionRole ec2.CreateVpcEndpoint: ${notEvaluated("route53:AssociateVPCWithHostedZone")}`,
    "TerraformExecutionRole ec2.RunInstances: ec2:RunInstances: a policy tests aws:ResourceTag/Environment, which the referee does not know here",
    `TerraformExecutionRole ssm.GetParameter: ${notEvaluated("ssm:GetParameter")}`,
    `TerraformPlanRole ssm.GetParameter: ${notEvaluated("ssm:GetParameter")}`,
  ]);
});

/** Statements without which no call above would be decided otherwise, and why the deploy role has them. */
const unneededHere: Readonly<Record<string, string>> = {
  "TerraformExecutionRole-roles/KeepBoundaries": "denies what no deployment does",
  "TerraformExecutionRole-tagged/GrantKeysThroughServices": "for a new key whose tag does not count yet",
  "TerraformExecutionRole-tagged/LeaveOtherEnvironments": "denies what no deployment does",
  "deploy/FillCaches": "for the first pull through a cache, which Docker makes and not Terraform",
  "read/FindImages": "cannot be decided, see above",
  "state/SeeKeys": "the role also sees all keys by its statement SeeConfiguration, which existing roles do not have",
};

test("each statement of the deploy role is needed here, or has another reason", async () => {
  const unneeded = await unneededStatements(
    await account.calls(),
    "arn:aws:iam::123456789012:role/TerraformExecutionRole",
  );
  expect(unneeded.sort()).toEqual(Object.keys(unneededHere));
});
