import { StateBucket } from "../../../../src/constructs/state/store/state-bucket";
import {
  stateBucketStatements,
  type StateBucketPolicyProps,
} from "../../../../src/constructs/state/store/state-bucket-policy";
import { decisions, expectedDecisions } from "../../../support/policies";
import { policyDocument } from "../../../support/policy-document";
import { unnoticed } from "../../../support/policy-mutations";
import { synthesize } from "../../../support/synthesize";
import { access, account, matrix } from "./access-matrix";
import { bucketMutationsOf, plainBucketColumns, protectedBucketColumns } from "./state-bucket-columns";

const bucketArn = "arn:aws:s3:::my-terraform-state-prod";
const bootstrapStateKey = "bootstrap/terraform.tfstate";
const requiredKey = {
  keyArn: `arn:aws:kms:ap-northeast-1:${account}:key/11111111-2222-3333-4444-555555555555`,
  aliasArn: `arn:aws:kms:ap-northeast-1:${account}:alias/terraform-state`,
  alias: "alias/terraform-state",
};

function bucketPolicy(props: Partial<StateBucketPolicyProps> = {}) {
  const synthesized = synthesize((scope) => {
    new StateBucket(scope, "state-prod", {
      bucketName: "my-terraform-state-prod",
      stateKeys: ["eks-cluster/terraform.tfstate", bootstrapStateKey],
      statements: stateBucketStatements({ bucketArn, access, ...props }),
    });
  });
  return policyDocument(synthesized, "aws_s3_bucket_policy.state_prod_policy.policy");
}

describe("policy of the state bucket that also stores the bootstrap's state", () => {
  const policy = bucketPolicy({ bootstrapStateKey, requiredKey });
  const cases = matrix(protectedBucketColumns({ bucketArn, requiredKey }));

  test("answers each caller as it should", async () => {
    expect(cases.length).toBeGreaterThan(900);
    expect(await decisions(policy, cases)).toEqual(expectedDecisions(cases));
  });

  test("has no part that could be removed unnoticed", async () => {
    const mutations = bucketMutationsOf(policy);

    expect(mutations.length).toBeGreaterThan(60);
    expect(await unnoticed(mutations, cases)).toEqual([]);
  });
});

describe("policy of another state bucket", () => {
  const policy = bucketPolicy();

  const cases = matrix(plainBucketColumns({ bucketArn }));

  test("answers each caller as it should, and accepts only S3 managed keys", async () => {
    expect(await decisions(policy, cases)).toEqual(expectedDecisions(cases));
  });

  test("has no part about encryption that could be removed unnoticed", async () => {
    const encryption = bucketMutationsOf(policy).filter(({ change }) => /DenyOtherEncryption|DenyKeysOf/.test(change));

    expect(encryption.length).toBeGreaterThan(4);
    expect(await unnoticed(encryption, cases)).toEqual([]);
  });

  test("names no principal twice", () => {
    for (const { Sid, Condition } of policy.Statement) {
      const named = Object.values(Condition ?? {}).flatMap((keys) => Object.values(keys).flat());
      expect([Sid, new Set(named).size]).toEqual([Sid, named.length]);
    }
  });

  test("omits the permissions of planners when there are none", () => {
    const withoutReaders = bucketPolicy({ access: { ...access, planners: [] } });

    expect(withoutReaders.Statement.map(({ Sid }) => Sid)).not.toContain("ReadersReadState");
  });
});
