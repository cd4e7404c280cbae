import { checkKnownResources } from "../../../src/commands/checks/known-resources";
import { ok } from "../../../src/commands/checks/finding";
import type { StateObject } from "../../../src/commands/remote-state/state-object";
import { parseState } from "../../../src/commands/remote-state/terraform-state";
import { summarizePlan } from "../../../src/commands/terraform/plan";

const backend = { bucket: "my-terraform-state-dev", key: "eks-cluster/terraform.tfstate", region: "ap-northeast-1" };
const roles = Array.from({ length: 9 }, (_, index) => `aws_iam_role.role_${index}`);
const all = ["aws_vpc.vpc", ...roles];

/** A state of these resources; an address that ends with " deposed" has only a deposed object. */
function stateOf(addresses: readonly string[]): StateObject {
  const resources = addresses.map((address) => {
    const [type, name] = address.replace(" deposed", "").split(".");
    const deposed = address.endsWith(" deposed") ? { deposed: "a1b2c3d4" } : {};
    return { mode: "managed", type, name, instances: [{ attributes: { id: name }, ...deposed }] };
  });
  const state = parseState(
    JSON.stringify({ version: 4, serial: 3, lineage: "dev", terraform_version: "1.13.5", resources }),
    "S3",
  );
  return { state, lastModified: undefined, versionId: undefined, encryption: undefined, kmsKeyId: undefined };
}

/** A plan that creates these resources; those that are gone were in the state that Terraform refreshed. */
function planOf(created: readonly string[], gone: readonly string[]) {
  const change = (address: string, action: string) => ({
    address,
    mode: "managed",
    type: address.split(".")[0],
    change: { actions: [action], after: {} },
  });
  return summarizePlan({
    resource_changes: created.map((address) => change(address, "create")),
    resource_drift: gone.map((address) => change(address, "delete")),
  });
}

async function check(known: readonly string[] | undefined, created: readonly string[], gone = created): Promise<void> {
  const found = known && stateOf(known);
  const state = async () => Promise.resolve({ finding: ok("a state"), ...(found && { found }) });
  await checkKnownResources({ stack: "dev", folder: "stacks/dev", backend, state, plan: planOf(created, gone) });
}

test.each<[string, readonly string[] | undefined, readonly string[]]>([
  ["creates everything of a new environment", undefined, all],
  ["creates everything for an empty state", [], all],
  ["creates only what the state does not contain", all, ["aws_ecr_repository.api"]],
  ["creates nothing", all, []],
  ["creates the successor of a deposed object", ["aws_vpc.vpc deposed", ...roles], ["aws_vpc.vpc"]],
])("a plan that %s is accepted", async (_, known, created) => {
  await expect(check(known, created, [])).resolves.toBeUndefined();
});

test("a few resources that were deleted by hand are created again", async () => {
  await expect(check(all, roles.slice(0, 4))).resolves.toBeUndefined();
});

test("a plan from another state than the checked one is refused, even for one resource", async () => {
  await expect(check(all, ["aws_iam_role.role_3"], [])).rejects.toMatchObject({
    name: "CommandError",
    message: [
      "the state of dev in s3://my-terraform-state-dev/eks-cluster/terraform.tfstate contains 10 resources, and the plan creates 1 of them again:",
      "  aws_iam_role.role_3",
    ].join("\n"),
    nextStep: expect.stringContaining("nothing was applied; Terraform planned with another state") as string,
  });
});

test.each<[string, readonly string[]]>([
  ["half of the stack", roles.slice(0, 5)],
  ["all of it", all],
  ["one resource that cannot be recovered", ["aws_vpc.vpc"]],
])("a plan is refused where AWS no longer returns %s, with how to record a deletion", async (_, gone) => {
  await expect(check(all, gone)).rejects.toMatchObject({
    name: "CommandError",
    message: expect.stringContaining(
      `contains 10 resources, and AWS no longer returns ${gone.length} of them:`,
    ) as string,
    nextStep: expect.stringContaining("terraform -chdir=stacks/dev apply -refresh-only") as string,
  });
});

test("a long list is cut short", async () => {
  const many = Array.from({ length: 12 }, (_, index) => `aws_subnet.subnet_${index}`);
  await expect(check(many, many)).rejects.toThrow(/aws_subnet\.subnet_9\n {2}and 2 more$/);
});
