import { calls, type Call, decisionsByOnePolicy } from "../../../support/identity-policies";
import { evaluate } from "../../../support/policies";
import { policyDocument } from "../../../support/policy-document";
import { expectPolicy } from "../../../support/policy-mutations";
import { dev, prod } from "../../../support/example";
import { account, bootstrap, copied, keyArn, references } from "../../../stacks/bootstrap-fixture";

describe("the replication role", () => {
  const stack = bootstrap({}, [dev, copied(prod)]);
  const role = `arn:aws:iam::${account}:role/TerraformReplication-prod`;
  const permissions = policyDocument(stack, "aws_iam_role_policy.replication_prod_policy.policy", references);
  const source = "arn:aws:s3:::my-terraform-state-prod";
  const state = "/eks-cluster/terraform.tfstate";

  const may = async (action: string, resource: string, policyAddress: string, region?: string) =>
    (await evaluate({
      principal: role,
      identityPolicies: [permissions],
      action,
      resource,
      resourceAccount: account,
      resourcePolicy: policyDocument(stack, policyAddress, references),
      context: region ? { "kms:ViaService": `s3.${region}.amazonaws.com` } : undefined,
    })) === "Allowed";

  const sourcePolicy = "aws_s3_bucket_policy.state_prod_policy.policy";
  const replicaPolicy = "aws_s3_bucket_policy.replica_prod_policy.policy";

  test("reads versions of both states, but cannot write there", async () => {
    for (const object of [state, "/bootstrap/terraform.tfstate", `${state}.tflock`]) {
      expect(await may("s3:GetObjectVersionForReplication", source + object, sourcePolicy)).toBe(true);
      expect(await may("s3:ReplicateDelete", source + object, sourcePolicy)).toBe(false);
    }
    expect(await may("s3:ListBucket", source, sourcePolicy)).toBe(true);
    expect(await may("s3:PutObject", source + state, sourcePolicy)).toBe(false);
    expect(await may("kms:Decrypt", keyArn("ap-northeast-1"), "aws_kms_key.state_key.policy", "ap-northeast-1")).toBe(
      true,
    );
    expect(
      await may("kms:GenerateDataKey", keyArn("ap-northeast-1"), "aws_kms_key.state_key.policy", "ap-northeast-1"),
    ).toBe(false);
  });

  test("writes copies, but cannot read them", async () => {
    for (const action of ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"]) {
      expect(await may(action, `${source}-replica${state}`, replicaPolicy)).toBe(true);
      expect(await may(action, `${source}-replica/bootstrap/terraform.tfstate`, replicaPolicy)).toBe(true);
    }
    expect(await may("s3:GetObject", `${source}-replica${state}`, replicaPolicy)).toBe(false);
    const replicaKey = "aws_kms_key.replica_prod_key.policy";
    expect(await may("kms:Encrypt", keyArn("ap-northeast-3"), replicaKey, "ap-northeast-3")).toBe(true);
    expect(await may("kms:GenerateDataKey", keyArn("ap-northeast-3"), replicaKey, "ap-northeast-3")).toBe(true);
    expect(await may("kms:Encrypt", keyArn("ap-northeast-3"), replicaKey, "ap-northeast-1")).toBe(false);
  });

  test("has only the permissions that replication needs", async () => {
    const caller = { principal: role, resourceAccount: account };
    const copy = `${source}-replica`;
    const [home, other] = ["ap-northeast-1", "ap-northeast-3"];
    const through = (service: string) => ({ "kms:ViaService": `${service}.amazonaws.com` });
    const on = (resource: string, ...actions: string[]): Call[] => actions.map((action) => [action, resource]);
    const seeing = ["s3:GetReplicationConfiguration", "s3:ListBucket"];
    const reading = ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"];
    const writing = ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"];
    const everything = ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey"];

    const allowed: Call[] = [
      ...on(source, ...seeing),
      ...on(source + state, ...reading),
      ...on(copy + state, ...writing),
      ["kms:Decrypt", keyArn(home), through(`s3.${home}`)],
      ["kms:Encrypt", keyArn(other), through(`s3.${other}`)],
      ["kms:GenerateDataKey", keyArn(other), through(`s3.${other}`)],
    ];
    const refused: Call[] = [
      ...on(copy, ...seeing),
      ...on(source, "s3:PutReplicationConfiguration", "s3:ListBucketVersions"),
      ...on(copy + state, ...reading, "s3:GetObject", "s3:PutObject", "s3:DeleteObject"),
      ...on(source + state, ...writing, "s3:GetObject", "s3:PutObject", "s3:DeleteObject"),
      ["kms:Encrypt", keyArn(home), through(`s3.${home}`)],
      ["kms:GenerateDataKey", keyArn(home), through(`s3.${home}`)],
      ["kms:Decrypt", keyArn(other), through(`s3.${other}`)],
      ...[keyArn(home), keyArn(other)].flatMap((key) => on(key, ...everything, "kms:DescribeKey")),
      ...everything.map((action) => [action, keyArn(home), through(`s3.${other}`)] as const),
      ...everything.map((action) => [action, keyArn(other), through(`s3.${home}`)] as const),
      ...everything.map((action) => [action, keyArn("us-east-1"), through(`s3.${home}`)] as const),
      ...everything.map((action) => [action, keyArn("us-east-1"), through(`s3.${other}`)] as const),
    ];

    const cases = [...calls(caller, "Allowed", allowed), ...calls(caller, "ImplicitlyDenied", refused)];
    await expectPolicy(permissions, cases, decisionsByOnePolicy);
  });
});
