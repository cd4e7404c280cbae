import { TerraformStack, Testing } from "cdktf";
import { environments, organization } from "../../support/example";
import { buildStacks } from "../../../src/app";
import { evaluate } from "../../support/policies";
import { policyDocument } from "../../support/policy-document";
import { type Block, Synthesized } from "../../support/synthesize";

const keyArn = "arn:aws:kms:ap-northeast-1:123456789012:key/11111111-2222-3333-4444-555555555555";
const accountId = "123456789012";

function environmentStack(name: string): Synthesized {
  const app = Testing.app();
  buildStacks(app, organization, environments);
  const stack = app.node.findChild(name);
  if (!TerraformStack.isStack(stack)) throw new Error(`${name} is no stack`);
  return new Synthesized(JSON.parse(Testing.synth(stack)) as Synthesized["json"]);
}

const prod = environmentStack("prod");

/** A key's policy in which every reference to a key is one ARN. */
const policyOf = (address: string) =>
  policyDocument(
    prod,
    address,
    Object.fromEntries(prod.ids("aws_kms_key").map((id) => [`aws_kms_key.${id}.arn`, keyArn])),
  );

const roleArn = (role: string) => `arn:aws:iam::${accountId}:role/${String(prod.at(role).name)}`;

describe("the keys of an environment with customer managed keys", () => {
  const logGroups = Object.values(prod.blocks("aws_cloudwatch_log_group"));

  test("encrypt every log group, image repository and node volume, and the cluster's secrets", () => {
    expect(logGroups.map((group: Block) => group.kms_key_id as string)).toEqual(
      logGroups.map(() => "${aws_kms_key.key_logs.arn}"),
    );
    for (const repository of Object.values(prod.blocks("aws_ecr_repository"))) {
      expect(repository.encryption_configuration).toEqual([
        { encryption_type: "KMS", kms_key: "${aws_kms_key.key_images.arn}" },
      ]);
    }
    expect(JSON.stringify(prod.blocks("aws_launch_template"))).toContain("${aws_kms_key.key_volumes.arn}");
    expect(JSON.stringify(prod.at("aws_eks_cluster.cluster"))).toContain("${aws_kms_key.cluster_secrets_key.arn}");
  });

  test("are never destroyed by Terraform, since the encrypted data would be lost", () => {
    const keys = Object.values(prod.blocks("aws_kms_key"));
    expect(keys).toHaveLength(4);
    for (const key of keys) expect(key).toMatchObject({ lifecycle: { prevent_destroy: true } });
  });

  test.each(logGroups.map((group: Block) => String(group.name)))("let CloudWatch Logs encrypt %s", async (group) => {
    expect(
      await evaluate({
        principal: "logs.ap-northeast-1.amazonaws.com",
        action: "kms:GenerateDataKey",
        resource: keyArn,
        context: {
          "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:ap-northeast-1:${accountId}:log-group:${group}`,
        },
        resourcePolicy: policyOf("aws_kms_key.key_logs.policy"),
      }),
    ).toBe("Allowed");
  });

  test("let the actual role of the EBS CSI driver create and attach volumes", async () => {
    const request = {
      principal: roleArn("aws_iam_role.cluster_addon_aws_ebs_csi_driver_role"),
      resource: keyArn,
      resourcePolicy: policyOf("aws_kms_key.key_volumes.policy"),
    };
    expect(await evaluate({ ...request, action: "kms:GenerateDataKeyWithoutPlaintext" })).toBe("Allowed");
    expect(
      await evaluate({ ...request, action: "kms:CreateGrant", context: { "kms:GrantIsForAWSResource": "true" } }),
    ).toBe("Allowed");
  });

  test("let the cluster's role encrypt secrets through its attached policy", async () => {
    const request = {
      principal: roleArn("aws_iam_role.cluster_role"),
      resource: keyArn,
      resourcePolicy: policyOf("aws_kms_key.cluster_secrets_key.policy"),
    };
    const identityPolicies = [policyOf("aws_iam_role_policy.cluster_role_secrets_key.policy")];
    for (const action of ["kms:Encrypt", "kms:Decrypt", "kms:DescribeKey", "kms:ListGrants"]) {
      expect(await evaluate({ ...request, action, identityPolicies })).toBe("Allowed");
      expect(await evaluate({ ...request, action })).toBe("ImplicitlyDenied");
    }
    expect(await evaluate({ ...request, action: "kms:ScheduleKeyDeletion", identityPolicies })).toBe(
      "ImplicitlyDenied",
    );
  });
});
