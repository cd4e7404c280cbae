import { calls, type Call, decisionsByOnePolicy } from "../../../support/identity-policies";
import { policyDocument } from "../../../support/policy-document";
import { expectPolicy } from "../../../support/policy-mutations";
import { dev, prod } from "../../../support/example";
import { account, bootstrap, copied, keyArn, references } from "../../../stacks/bootstrap-fixture";

const stack = bootstrap({}, [dev, copied(prod)]);
const stateRightsOf = (role: string) =>
  policyDocument(stack, `aws_iam_role_policy.role_${role}_state.policy`, references);

const bucketArn = (name: string) => `arn:aws:s3:::my-terraform-state-${name}`;
const buckets = ["dev", "prod", "prod-replica"].map(bucketArn);
const stateIn = (bucket: string) => `${bucket}/eks-cluster/terraform.tfstate`;
const states = buckets.map(stateIn);
const locks = states.map((state) => `${state}.tflock`);

/** Buckets and objects that are not the state of an environment, or are the bootstrap's. */
const otherBucket = "arn:aws:s3:::billing";
const otherObjects = [
  stateIn(otherBucket),
  `${stateIn(otherBucket)}.tflock`,
  `${bucketArn("prod")}/bootstrap/terraform.tfstate`,
];

const regions = ["ap-northeast-1", "ap-northeast-3"];
const through = (service: string) => ({ "kms:ViaService": `${service}.amazonaws.com` });
const keys = regions.map((region) => [keyArn(region), through(`s3.${region}`)] as const);
const formerKeys = keys.map(([key, context]) => [key.replace(/.$/, "6"), context] as const);

const each = (actions: readonly string[], resources: readonly string[]): Call[] =>
  actions.flatMap((action) => resources.map((resource) => [action, resource] as const));
const eachThroughS3 = (actions: readonly string[], through: typeof keys): Call[] =>
  actions.flatMap((action) => through.map(([key, context]) => [action, key, context] as const));

const lookingAround = [
  "s3:ListBucket",
  "s3:ListBucketVersions",
  "s3:GetBucketVersioning",
  "s3:GetEncryptionConfiguration",
  "s3:GetBucketPublicAccessBlock",
  "s3:GetBucketOwnershipControls",
  "s3:GetLifecycleConfiguration",
  "s3:GetBucketPolicy",
  "s3:GetReplicationConfiguration",
];
const reading = ["s3:GetObject", "s3:GetObjectVersion"];

/** What a principal that can use keys through S3 cannot do with them. */
const misuse = (actions: readonly string[]): Call[] => [
  ...each(
    actions,
    keys.map(([key]) => key),
  ),
  ...keys.flatMap(([key]) => actions.map((action) => [action, key, through("secretsmanager.ap-northeast-1")] as const)),
  ...eachThroughS3(actions, formerKeys),
  ...eachThroughS3(["kms:Encrypt", "kms:ReEncryptFrom"], keys),
  ...each(
    ["kms:ScheduleKeyDeletion", "kms:PutKeyPolicy"],
    keys.map(([key]) => key),
  ),
  ...each(
    ["kms:DescribeKey"],
    formerKeys.map(([key]) => key),
  ),
];

async function expectRights(role: string, allowed: readonly Call[], refused: readonly Call[]): Promise<void> {
  const caller = { principal: `arn:aws:iam::${account}:role/${role}`, resourceAccount: account };
  const cases = [...calls(caller, "Allowed", allowed), ...calls(caller, "ImplicitlyDenied", refused)];
  await expectPolicy(stateRightsOf(role), cases, decisionsByOnePolicy);
}

describe("permissions on state of the roles that bootstrap creates", () => {
  test("let writers read and write states and locks, under the keys of states, and release locks", async () => {
    const using = ["kms:Decrypt", "kms:GenerateDataKey"];
    const writing = [...reading, "s3:PutObject"];

    await expectRights(
      "TerraformExecutionRole",
      [
        ...each(lookingAround, buckets),
        ...each(writing, [...states, ...locks]),
        ...each(["s3:DeleteObject"], locks),
        ...eachThroughS3(using, keys),
      ],
      [
        ...each([...lookingAround, "s3:DeleteBucket"], [otherBucket]),
        ...each(["s3:PutBucketPolicy", "s3:DeleteBucket"], buckets),
        ...each([...writing, "s3:DeleteObject"], otherObjects),
        ...each(["s3:DeleteObject"], states),
        ...each(["s3:DeleteObjectVersion", "s3:PutObjectAcl"], [...states, ...locks]),
        ...misuse(using),
      ],
    );
  });

  test("let planners read states, but not locks", async () => {
    await expectRights(
      "TerraformPlanRole",
      [...each(lookingAround, buckets), ...each(reading, states), ...eachThroughS3(["kms:Decrypt"], keys)],
      [
        ...each(lookingAround, [otherBucket]),
        ...each(["s3:PutBucketPolicy"], buckets),
        ...each(reading, [...locks, ...otherObjects]),
        ...each(["s3:PutObject", "s3:DeleteObject"], [...states, ...locks]),
        ...eachThroughS3(["kms:GenerateDataKey"], keys),
        ...misuse(["kms:Decrypt"]),
      ],
    );
  });

  test("let break-glass do anything to states and their keys, and read through S3 under former keys", async () => {
    const anything = ["s3:GetObject", "s3:DeleteObjectVersion"];

    await expectRights(
      "TerraformBreakGlassRole",
      [
        ...each(["s3:ListBucket", "s3:PutBucketPolicy", "s3:DeleteBucket"], buckets),
        ...each(anything, [...states, `${bucketArn("prod")}/bootstrap/terraform.tfstate`]),
        ...each(
          ["kms:Decrypt", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"],
          keys.map(([key]) => key),
        ),
        ...eachThroughS3(["kms:Decrypt"], formerKeys),
      ],
      [
        ...each(["s3:ListBucket", "s3:PutBucketPolicy"], [otherBucket]),
        ...each(anything, [stateIn(otherBucket)]),
        ...each(
          ["kms:Decrypt", "kms:PutKeyPolicy"],
          formerKeys.map(([key]) => key),
        ),
        ...formerKeys.map(([key]) => ["kms:Decrypt", key, through("secretsmanager.ap-northeast-1")] as const),
        ...eachThroughS3(["kms:GenerateDataKey", "kms:Encrypt"], formerKeys),
        ["kms:Decrypt", keyArn("us-east-1"), through("s3.ap-northeast-1")],
      ],
    );
  });
});
