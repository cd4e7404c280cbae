import { matrix } from "../constructs/state/store/access-matrix";
import { bucketMutationsOf, protectedBucketColumns } from "../constructs/state/store/state-bucket-columns";
import { stateKeyColumns } from "../constructs/state/store/state-key-columns";
import { decisions, expectedDecisions } from "../support/policies";
import { policyDocument } from "../support/policy-document";
import { expectPolicy, unnoticed } from "../support/policy-mutations";
import { dev, prod } from "../support/example";
import { account, bootstrap, copied, keyArn, references } from "./bootstrap-fixture";

/** Admits the callers of the matrix. */
const principals = {
  statePrincipals: { roles: ["ci/Deployer"], users: ["terraform-user"] },
  stateAccess: { administrators: { permissionSets: ["PlatformAdmin"] } },
};
const stack = bootstrap(principals, [dev, copied(prod)]);

const bucketUnderTest = (bucketName: string, region: string, alias: string) => ({
  bucketArn: `arn:aws:s3:::${bucketName}`,
  requiredKey: { keyArn: keyArn(region), aliasArn: `arn:aws:kms:${region}:${account}:${alias}`, alias },
});

describe("protection of the copies of prod's state and of the bootstrap's own state", () => {
  const bucketPolicy = policyDocument(stack, "aws_s3_bucket_policy.replica_prod_policy.policy", references);
  const ofBucket = matrix(
    protectedBucketColumns({
      ...bucketUnderTest("my-terraform-state-prod-replica", "ap-northeast-3", "alias/terraform-state-prod-replica"),
      receivesReplicas: true,
    }),
  );

  test("is a bucket that admits the same callers, and replication to write", async () => {
    expect(await decisions(bucketPolicy, ofBucket)).toEqual(expectedDecisions(ofBucket));
  });

  test("is a bucket whose policy has no part that could be removed unnoticed", async () => {
    const mutations = bucketMutationsOf(bucketPolicy);

    expect(mutations.length).toBeGreaterThan(60);
    expect(await unnoticed(mutations, ofBucket)).toEqual([]);
  });

  test("is a key for the same callers, and for replication to encrypt", async () => {
    await expectPolicy(
      policyDocument(stack, "aws_kms_key.replica_prod_key.policy", references),
      matrix(
        stateKeyColumns({
          keyArn: keyArn("ap-northeast-3"),
          region: "ap-northeast-3",
          protectsBootstrapState: true,
          receivesReplicas: true,
        }),
      ),
    );
  });
});

describe("protection of the originals", () => {
  test("is a bucket to which replication cannot write", async () => {
    const policy = policyDocument(stack, "aws_s3_bucket_policy.state_prod_policy.policy", references);
    const cases = matrix(
      protectedBucketColumns(bucketUnderTest("my-terraform-state-prod", "ap-northeast-1", "alias/terraform-state")),
    );

    expect(await decisions(policy, cases)).toEqual(expectedDecisions(cases));
  });

  test("is a key under which replication cannot encrypt", async () => {
    const policy = policyDocument(stack, "aws_kms_key.state_key.policy", references);
    const key = { keyArn: keyArn("ap-northeast-1"), region: "ap-northeast-1", protectsBootstrapState: true };
    const cases = matrix(stateKeyColumns(key));

    expect(await decisions(policy, cases)).toEqual(expectedDecisions(cases));
  });
});
