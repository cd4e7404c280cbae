import { environments, organization } from "../../environments";
import { validateSettings } from "../../src/settings/validate";
import { BootstrapStack } from "../../src/stacks/bootstrap-stack";
import { awsTarget } from "../../src/stacks/emulator";
import { Testing } from "cdktf";
import type { EnvironmentSettings } from "../../src/settings/environment";
import { type AccessRequest, evaluate } from "../support/policies";
import { policyDocument } from "../support/policy-document";
import { type Block, Synthesized } from "../support/synthesize";

const [dev, prod] = environments as readonly [EnvironmentSettings, EnvironmentSettings];
const copied = (environment: EnvironmentSettings): EnvironmentSettings => ({
  ...environment,
  state: { ...environment.state, replicaRegion: "ap-northeast-3" },
});

function bootstrap(chosen: readonly EnvironmentSettings[]) {
  const settings = validateSettings(organization, chosen);
  const stack = new BootstrapStack(Testing.app(), "bootstrap", { settings, target: awsTarget });
  return new Synthesized(JSON.parse(Testing.synth(stack)) as Synthesized["json"]);
}

const account = "123456789012";
const key = (region: string) => `arn:aws:kms:${region}:${account}:key/11111111-2222-3333-4444-555555555555`;
const references = {
  "aws_kms_key.state_key.arn": key("ap-northeast-1"),
  "aws_kms_key.replica_prod_key.arn": key("ap-northeast-3"),
  "aws_s3_bucket.replica_prod.arn": "arn:aws:s3:::my-terraform-state-prod-replica",
};

describe("copies of prod's state in another region", () => {
  const stack = bootstrap([dev, copied(prod)]);
  const provider = "aws.account_123456789012_ap_northeast_3";

  test("lie in a bucket of their own, under a key of their own", () => {
    expect(stack.at("aws_s3_bucket.replica_prod")).toMatchObject({
      bucket: "my-terraform-state-prod-replica",
      provider,
      lifecycle: { prevent_destroy: true },
    });
    expect(stack.at("aws_s3_bucket_server_side_encryption_configuration.replica_prod_encryption").rule).toMatchObject([
      { apply_server_side_encryption_by_default: { kms_master_key_id: "${aws_kms_key.replica_prod_key.arn}" } },
    ]);
    expect(stack.at("aws_kms_alias.replica_prod_key_alias")).toMatchObject({
      name: "alias/terraform-state-prod-replica",
      provider,
    });
  });

  test("arrive with each version and each deletion, once both buckets keep versions", () => {
    const replication = "aws_s3_bucket_replication_configuration.replication_prod";

    expect(stack.at(replication)).toMatchObject({
      bucket: "${aws_s3_bucket.state_prod.id}",
      role: "${aws_iam_role.replication_prod_role.arn}",
      rule: [
        {
          status: "Enabled",
          delete_marker_replication: { status: "Enabled" },
          source_selection_criteria: { sse_kms_encrypted_objects: { status: "Enabled" } },
          destination: {
            bucket: "${aws_s3_bucket.replica_prod.arn}",
            encryption_configuration: { replica_kms_key_id: "${aws_kms_key.replica_prod_key.arn}" },
          },
        },
      ],
    });
    expect(stack.at(replication)).not.toHaveProperty("provider");
    for (const needed of [
      "aws_s3_bucket_versioning.state_prod_versioning",
      "aws_s3_bucket_versioning.replica_prod_versioning",
      "aws_iam_role_policy.replication_prod_policy",
    ]) {
      expect([needed, stack.waitsFor(replication, needed)]).toEqual([needed, true]);
    }
  });

  test("are recorded and watched like the state itself", () => {
    const [selector] = stack.at("aws_cloudtrail.audit").event_selector as { data_resource: Block[] }[];

    expect(selector?.data_resource[0]?.values).toContain("arn:aws:s3:::my-terraform-state-prod-replica/");
    expect(stack.at("aws_cloudwatch_event_rule.alert_123456789012_ap_northeast_3_copy_prod_used").provider).toBe(
      provider,
    );
    expect(stack.at("aws_cloudwatch_event_rule.alert_123456789012_ap_northeast_3_key_prod_used").provider).toBe(
      provider,
    );
  });

  test("change nothing else but who may read, what is recorded, and the providers", () => {
    const before = bootstrap([dev, prod]);
    const changed = Object.entries(before.json.resource ?? {}).flatMap(([type, blocks]) =>
      Object.entries(blocks)
        .filter(([id, block]) => JSON.stringify(stack.json.resource?.[type]?.[id]) !== JSON.stringify(block))
        .map(([id]) => `${type}.${id}`),
    );

    expect(changed.sort()).toEqual(["aws_cloudtrail.audit", ...usedAlerts].sort());
  });
});

/** Replication joins the list of those who may read prod's state. */
const usedAlerts = ["aws_cloudwatch_event_rule.alert_key_used", "aws_cloudwatch_event_rule.alert_state_prod_used"];

describe("the role that copies", () => {
  const stack = bootstrap([dev, copied(prod)]);
  const role = "arn:aws:iam::123456789012:role/TerraformReplication-prod";
  const rights = policyDocument(stack, "aws_iam_role_policy.replication_prod_policy.policy", references);
  const source = "arn:aws:s3:::my-terraform-state-prod";
  const state = "/eks-cluster/terraform.tfstate";

  const may = async (action: string, resource: string, policyAddress: string, region?: string) =>
    (await evaluate({
      principal: role,
      identityPolicies: [rights],
      action,
      resource,
      resourceAccount: account,
      resourcePolicy: policyDocument(stack, policyAddress, references),
      context: region ? { "kms:ViaService": `s3.${region}.amazonaws.com` } : undefined,
    })) === "Allowed";

  const sourcePolicy = "aws_s3_bucket_policy.state_prod_policy.policy";
  const replicaPolicy = "aws_s3_bucket_policy.replica_prod_policy.policy";

  test("reads versions of both states, and writes nothing there", async () => {
    for (const object of [state, "/bootstrap/terraform.tfstate", `${state}.tflock`]) {
      expect(await may("s3:GetObjectVersionForReplication", source + object, sourcePolicy)).toBe(true);
      expect(await may("s3:ReplicateDelete", source + object, sourcePolicy)).toBe(false);
    }
    expect(await may("s3:ListBucket", source, sourcePolicy)).toBe(true);
    expect(await may("s3:PutObject", source + state, sourcePolicy)).toBe(false);
    expect(await may("kms:Decrypt", key("ap-northeast-1"), "aws_kms_key.state_key.policy", "ap-northeast-1")).toBe(
      true,
    );
    expect(
      await may("kms:GenerateDataKey", key("ap-northeast-1"), "aws_kms_key.state_key.policy", "ap-northeast-1"),
    ).toBe(false);
  });

  test("writes copies, and reads none", async () => {
    for (const action of ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"]) {
      expect(await may(action, `${source}-replica${state}`, replicaPolicy)).toBe(true);
      expect(await may(action, `${source}-replica/bootstrap/terraform.tfstate`, replicaPolicy)).toBe(true);
    }
    expect(await may("s3:GetObject", `${source}-replica${state}`, replicaPolicy)).toBe(false);
    const replicaKey = "aws_kms_key.replica_prod_key.policy";
    expect(await may("kms:Encrypt", key("ap-northeast-3"), replicaKey, "ap-northeast-3")).toBe(true);
    expect(await may("kms:GenerateDataKey", key("ap-northeast-3"), replicaKey, "ap-northeast-3")).toBe(true);
    expect(await may("kms:Encrypt", key("ap-northeast-3"), replicaKey, "ap-northeast-1")).toBe(false);
  });

  test("is assumed by S3 for this bucket alone", () => {
    expect(policyDocument(stack, "aws_iam_role.replication_prod_role.assume_role_policy").Statement).toEqual([
      {
        Effect: "Allow",
        Principal: { Service: ["s3.amazonaws.com"] },
        Action: ["sts:AssumeRole"],
        Condition: { StringEquals: { "aws:SourceAccount": [account] }, ArnEquals: { "aws:SourceArn": [source] } },
      },
    ]);
  });
});

describe("the roles that bootstrap creates, where the state goes on after its region is lost,", () => {
  const stack = bootstrap([dev, copied(prod)]);
  const bucket = "arn:aws:s3:::my-terraform-state-prod-replica";
  const stateObject = `${bucket}/eks-cluster/terraform.tfstate`;
  const bucketPolicy = policyDocument(stack, "aws_s3_bucket_policy.replica_prod_policy.policy", references);
  const keyPolicy = policyDocument(stack, "aws_kms_key.replica_prod_key.policy", references);
  const encrypted = {
    "s3:x-amz-server-side-encryption": "aws:kms",
    "s3:x-amz-server-side-encryption-aws-kms-key-id": "alias/terraform-state-prod-replica",
  };
  const throughS3 = (region: string) => ({ "kms:ViaService": `s3.${region}.amazonaws.com` });

  async function can(role: string) {
    const identityPolicies = stack
      .ids("aws_iam_role_policy")
      .filter((id) => id.startsWith(`role_${role}_`))
      .map((id) => policyDocument(stack, `aws_iam_role_policy.${id}.policy`, references));
    const may = async (action: string, resource: string, context?: AccessRequest["context"]) =>
      (await evaluate({
        principal: `arn:aws:iam::${account}:role/${role}`,
        identityPolicies,
        action,
        resource,
        context,
        resourceAccount: account,
        resourcePolicy: action.startsWith("kms:") ? keyPolicy : bucketPolicy,
      })) === "Allowed";
    const replicaKey = key("ap-northeast-3");
    return {
      list: await may("s3:ListBucket", bucket),
      read: await may("s3:GetObject", stateObject),
      decrypt: await may("kms:Decrypt", replicaKey, throughS3("ap-northeast-3")),
      write: await may("s3:PutObject", stateObject, encrypted),
      encrypt: await may("kms:GenerateDataKey", replicaKey, throughS3("ap-northeast-3")),
      lock: await may("s3:PutObject", `${stateObject}.tflock`, encrypted),
      giveBackLock: await may("s3:DeleteObject", `${stateObject}.tflock`),
      delete: await may("s3:DeleteObject", stateObject),
      eraseVersions: await may("s3:DeleteObjectVersion", stateObject),
      decryptElsewhere: await may("kms:Decrypt", replicaKey, throughS3("us-east-1")),
    };
  }

  const nothing = {
    list: false,
    read: false,
    decrypt: false,
    write: false,
    encrypt: false,
    lock: false,
    giveBackLock: false,
    delete: false,
    eraseVersions: false,
    decryptElsewhere: false,
  };
  const planning = { ...nothing, list: true, read: true, decrypt: true };
  const applying = { ...planning, write: true, encrypt: true, lock: true, giveBackLock: true };

  test.each([
    ["TerraformExecutionRole", applying],
    ["TerraformPlanRole", planning],
    ["TerraformBreakGlassRole", { ...applying, delete: true, eraseVersions: true }],
  ])("let %s do there what it does at home", async (role, rights) => {
    expect(await can(role)).toEqual(rights);
  });

  test("still fit into IAM when every environment is copied", () => {
    expect(() => bootstrap([copied(dev), copied(prod)])).not.toThrow();
  });
});

test("copies of a state under S3's own keys need no key", () => {
  const stack = bootstrap([copied(dev), prod]);

  expect(stack.ids("aws_kms_key").filter((id) => id.startsWith("replica"))).toEqual([]);
  expect(stack.at("aws_s3_bucket_replication_configuration.replication_dev").rule).toMatchObject([
    { destination: { bucket: "${aws_s3_bucket.replica_dev.arn}" } },
  ]);
  expect(JSON.stringify(stack.at("aws_s3_bucket_replication_configuration.replication_dev"))).not.toContain("kms");
});
