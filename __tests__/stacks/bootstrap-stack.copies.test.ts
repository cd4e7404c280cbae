import { type AccessRequest, evaluate } from "../support/policies";
import { policyDocument } from "../support/policy-document";
import type { Block } from "../support/synthesize";
import { dev, prod } from "../support/example";
import { account, bootstrap, copied, keyArn, references } from "./bootstrap-fixture";

describe("copies of prod's state in another region", () => {
  const stack = bootstrap({}, [dev, copied(prod)]);
  const provider = "aws.account_123456789012_ap_northeast_3";

  test("are stored in their own bucket, under their own key", () => {
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

  test("follow each version and each deletion, once both buckets are versioned", () => {
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
      expect([needed, stack.dependsOn(replication, needed)]).toEqual([needed, true]);
    }
  });

  test("are recorded and monitored like the state itself", () => {
    const [selector] = stack.at("aws_cloudtrail.audit").event_selector as { data_resource: Block[] }[];

    expect(selector?.data_resource[0]?.values).toContain("arn:aws:s3:::my-terraform-state-prod-replica/");
    expect(stack.at("aws_cloudwatch_event_rule.alert_123456789012_ap_northeast_3_copy_prod_used").provider).toBe(
      provider,
    );
    expect(stack.at("aws_cloudwatch_event_rule.alert_123456789012_ap_northeast_3_key_prod_used").provider).toBe(
      provider,
    );
  });

  test("change only the permission to read, the recorded buckets, and the providers", () => {
    const before = bootstrap({}, [dev, prod]);
    const changed = Object.entries(before.json.resource ?? {}).flatMap(([type, blocks]) =>
      Object.entries(blocks)
        .filter(([id, block]) => JSON.stringify(stack.json.resource?.[type]?.[id]) !== JSON.stringify(block))
        .map(([id]) => `${type}.${id}`),
    );

    expect(changed.sort()).toEqual(["aws_cloudtrail.audit", ...alerts].sort());
  });
});

/** The role that copies the state is added to the principals that can read it. */
const alerts = [
  "aws_cloudwatch_event_rule.alert_identity_123456789012_us_east_1_roles",
  "aws_cloudwatch_event_rule.alert_key_used",
  "aws_cloudwatch_event_rule.alert_state_prod_used",
];

describe("the roles that bootstrap creates, where the state continues after its region is lost,", () => {
  const stack = bootstrap({}, [dev, copied(prod)]);
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
    const replicaKey = keyArn("ap-northeast-3");
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
  ])("have the same permissions there as at the original location: %s", async (role, permissions) => {
    expect(await can(role)).toEqual(permissions);
  });

  test("still fit in IAM's limits when every environment is copied", () => {
    expect(() => bootstrap({}, [copied(dev), copied(prod)])).not.toThrow();
  });
});

test("copies of a state under S3 managed keys need no key", () => {
  const stack = bootstrap({}, [copied(dev), prod]);

  expect(stack.ids("aws_kms_key").filter((id) => id.startsWith("replica"))).toEqual([]);
  expect(stack.at("aws_s3_bucket_replication_configuration.replication_dev").rule).toMatchObject([
    { destination: { bucket: "${aws_s3_bucket.replica_dev.arn}" } },
  ]);
  expect(JSON.stringify(stack.at("aws_s3_bucket_replication_configuration.replication_dev"))).not.toContain("kms");
});
