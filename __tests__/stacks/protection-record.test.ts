import { Testing } from "cdktf";
import type { EnvironmentSettings } from "../../src/settings/environment";
import { validateSettings } from "../../src/settings/validate";
import { EnvironmentStack } from "../../src/stacks/environment-stack";
import { howToKeep } from "../../src/stacks/protection-record";
import { awsTarget } from "../../src/target/emulator";
import { change } from "../settings/example-settings";
import { dev, organization, prod } from "../support/example";
import { type Block, Synthesized } from "../support/synthesize";
import { bootstrap, copied } from "./bootstrap-fixture";

function environmentStack(settings: EnvironmentSettings): Synthesized {
  const validated = validateSettings(organization, settings.name === "prod" ? [settings] : [settings, prod]);
  const [environment] = validated.environments;
  if (!environment) throw new Error("no environment");
  const props = { organization: validated.organization, environment, target: awsTarget };
  const stack = new EnvironmentStack(Testing.app(), settings.name, props);
  return new Synthesized(JSON.parse(Testing.synth(stack)) as Synthesized["json"]);
}

interface StackRecord {
  readonly locals: { readonly declared_resources: readonly string[]; readonly missing_resources: string };
  readonly output: { readonly protected_resources: { readonly value: string; readonly precondition: Block } };
}

const recordOf = (stack: Synthesized) => stack.json as unknown as StackRecord;

/** The names that are recorded without a look at the cluster. */
function recorded(stack: Synthesized): string[] {
  const { value } = recordOf(stack).output.protected_resources;
  const [, names = "-"] = /^\$\{concat\((\[.*?\])[,)]/.exec(value) ?? [];
  return JSON.parse(names) as string[];
}

function withPreventDestroy({ json }: Synthesized): string[] {
  return Object.entries(json.resource ?? {})
    .flatMap(([type, blocks]) => Object.entries(blocks).map(([id, block]) => ({ address: `${type}.${id}`, block })))
    .filter(({ block }) => (block.lifecycle as Block | undefined)?.prevent_destroy === true)
    .map(({ address }) => address)
    .sort();
}

const addressesOf = (stack: Synthesized, type: string) => stack.ids(type).map((id) => `${type}.${id}`);

describe("an environment's record", () => {
  const stack = environmentStack(prod);

  test("contains every resource with prevent_destroy, and the repositories that AWS deletes only empty", () => {
    expect(withPreventDestroy(stack)).toContain("aws_kms_key.key_volumes");
    expect(recorded(stack)).toEqual([...addressesOf(stack, "aws_ecr_repository"), ...withPreventDestroy(stack)].sort());
  });

  test("contains the subnets that the cluster names, whatever the settings are", () => {
    const { value } = recordOf(stack).output.protected_resources;
    expect(value).toContain('"aws_subnet.vpc_intra_a" = aws_subnet.vpc_intra_a.id');
    expect(value).toContain("if contains(aws_eks_cluster.cluster.vpc_config[0].subnet_ids, id)]");
  });

  test("releases what is no longer protected but still declared", () => {
    const off = environmentStack(
      change(prod, { "cluster.deletionProtection": false, "repositories.api.forceDelete": true }),
    );
    expect(recorded(off)).toEqual(["aws_ecr_repository.repositories_web"]);
    expect(recordOf(off).locals.declared_resources).toEqual(recordOf(stack).locals.declared_resources);
    expect(recorded(environmentStack(dev))).toEqual([]);
  });

  test("is compared with the state only where there is one", () => {
    expect(stack.at("data.aws_s3_objects.recorded_states")).toMatchObject({
      bucket: "my-terraform-state-prod",
      prefix: "eks-cluster/terraform.tfstate",
    });
    expect(stack.at("data.terraform_remote_state.recorded")).toMatchObject({
      count: '${contains(data.aws_s3_objects.recorded_states.keys, "eks-cluster/terraform.tfstate") ? 1 : 0}',
      config: { bucket: "my-terraform-state-prod", key: "eks-cluster/terraform.tfstate", region: "ap-northeast-1" },
    });
    expect(recordOf(stack).output.protected_resources.precondition).toEqual({
      condition: "${length(local.missing_resources) == 0}",
      error_message: expect.stringContaining("network.availabilityZones") as string,
    });
  });
});

describe("the record of a bootstrap stack", () => {
  const stack = bootstrap({}, [dev, copied(prod)]);

  test("contains every resource with prevent_destroy, and the buckets of states by name and region", () => {
    const stores = ["state_dev", "state_prod", "replica_prod"].map((id) => `aws_s3_bucket.${id}`);
    expect(recorded(stack)).toEqual(
      [
        "my-terraform-state-dev in ap-northeast-1",
        "my-terraform-state-prod in ap-northeast-1",
        "my-terraform-state-prod-replica in ap-northeast-3",
        ...withPreventDestroy(stack).filter((address) => !stores.includes(address)),
      ].sort(),
    );
    expect(recorded(stack)).toEqual(
      expect.arrayContaining(["aws_kms_key.state_key", "aws_kms_key.replica_prod_key", "aws_cloudtrail.audit"]),
    );
  });

  test("leaves out the keys of alerts, which leave with their topics", () => {
    const ofAlerts = addressesOf(stack, "aws_kms_key").filter((address) => address.includes("alerts"));
    expect(ofAlerts.length).toBeGreaterThan(1);
    expect(recorded(stack).filter((name) => ofAlerts.includes(name))).toEqual([]);
  });

  test("has a state from the start", () => {
    expect(stack.blocks("data.aws_s3_objects")).toEqual({});
    expect(stack.at("data.terraform_remote_state.recorded")).not.toHaveProperty("count");
  });
});

test("the message names the settings of the stack", () => {
  expect(howToKeep("bootstrap-210987654321")).toContain("organization.bootstrap.retired");
  expect(howToKeep("prod")).toContain("docs/upgrade.md");
});
