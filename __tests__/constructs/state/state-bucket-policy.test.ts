import { StateBucket } from "../../../src/constructs/state/state-bucket";
import { stateBucketStatements, type StateBucketPolicyProps } from "../../../src/constructs/state/state-bucket-policy";
import { decisions, expectedDecisions } from "../../support/policies";
import { policyDocument } from "../../support/policy-document";
import { mutationsOf, unnoticed } from "../../support/policy-mutations";
import { synthesize } from "../../support/synthesize";
import { access, account, type Caller, type Column, insiders, matrix, outsiders } from "./access-matrix";

const bucketArn = "arn:aws:s3:::my-terraform-state-prod";
const state = `${bucketArn}/eks-cluster/terraform.tfstate`;
const lock = `${state}.tflock`;
const bootstrapState = `${bucketArn}/bootstrap/terraform.tfstate`;
const bootstrapLock = `${bootstrapState}.tflock`;
const keyArn = `arn:aws:kms:ap-northeast-1:${account}:key/11111111-2222-3333-4444-555555555555`;
const aliasArn = `arn:aws:kms:ap-northeast-1:${account}:alias/terraform-state`;
const alias = "alias/terraform-state";

const algorithm = "s3:x-amz-server-side-encryption";
const keyId = "s3:x-amz-server-side-encryption-aws-kms-key-id";
const underTheKey = { [algorithm]: "aws:kms", [keyId]: alias };

function bucketPolicy(props: Partial<StateBucketPolicyProps> = {}) {
  const synthesized = synthesize((scope) => {
    new StateBucket(scope, "state-prod", {
      bucketName: "my-terraform-state-prod",
      stateKeys: ["eks-cluster/terraform.tfstate", "bootstrap/terraform.tfstate"],
      statements: stateBucketStatements({ bucketArn, access, ...props }),
    });
  });
  return policyDocument(synthesized, "aws_s3_bucket_policy.state_prod_policy.policy");
}

const column = (action: string, resource: string, allowed: Caller[], more: Partial<Column> = {}): Column => ({
  action,
  resource,
  allowed,
  resourceAccount: account,
  ...more,
});

const always: Caller[] = ["root", "breakGlass"];
const writers: Caller[] = [...always, "deployer", "terraformUser"];
const readers: Caller[] = [...writers, "planner", "replication"];
const bootstrappers: Caller[] = [...always, "administrator"];
const configurers: Caller[] = [...always, "administrator"];
const listers: Caller[] = [...readers, "administrator"];

const objects: Column[] = [
  ...["s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectTagging"].map((action) => column(action, state, readers)),
  column("s3:GetObject", lock, readers),
  column("s3:GetObject", `${bucketArn}/anything-else`, readers),
  ...["s3:PutObject", "s3:DeleteObject", "s3:PutObjectAcl", "s3:AbortMultipartUpload", "s3:RestoreObject"].flatMap(
    (action) => [state, lock].map((object) => column(action, object, writers, { context: contextOf(action) })),
  ),
  column("s3:DeleteObjectVersion", state, ["breakGlass"]),
];

const bootstrapObjects: Column[] = [
  column("s3:DeleteObjectVersion", bootstrapState, ["breakGlass"]),
  ...["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:PutObjectTagging"].flatMap((action) =>
    [bootstrapState, bootstrapLock].map((object) =>
      column(action, object, [...bootstrappers, ...(action === "s3:GetObject" ? (["replication"] as const) : [])], {
        context: contextOf(action),
      }),
    ),
  ),
];

const bucketItself: Column[] = [
  ...["s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"].map((action) =>
    column(action, bucketArn, listers),
  ),
  ...[
    "s3:GetBucketPolicy",
    "s3:GetBucketVersioning",
    "s3:GetBucketPublicAccessBlock",
    "s3:GetEncryptionConfiguration",
    "s3:GetLifecycleConfiguration",
    "s3:GetReplicationConfiguration",
    "s3:ListTagsForResource",
  ].map((action) => column(action, bucketArn, insiders, { notAllowed: outsiders })),
  ...[
    "s3:PutBucketPolicy",
    "s3:DeleteBucketPolicy",
    "s3:PutBucketVersioning",
    "s3:PutBucketPublicAccessBlock",
    "s3:PutBucketOwnershipControls",
    "s3:PutBucketAcl",
    "s3:PutBucketNotification",
    "s3:PutBucketLogging",
    "s3:PutEncryptionConfiguration",
    "s3:PutLifecycleConfiguration",
    "s3:PutReplicationConfiguration",
    "s3:PutInventoryConfiguration",
  ].map((action) => column(action, bucketArn, configurers)),
  column("s3:DeleteBucket", bucketArn, ["breakGlass"]),
];

const plaintext: Column[] = [
  column("s3:GetObject", state, [], { context: { "aws:SecureTransport": "false" }, note: "without TLS" }),
  column("s3:ListBucket", bucketArn, [], { context: { "aws:SecureTransport": "false" }, note: "without TLS" }),
];

/** In an account of its own the bucket shows what its policy grants by itself, since there nothing else does. */
const granted = (action: string, resource: string, allowed: Caller[], notAllowed: Caller[]): Column => ({
  action,
  resource,
  allowed,
  notAllowed,
  context: contextOf(action),
  resourceAccount: "999999999999",
  note: "by the bucket policy itself",
});

const grants: Column[] = [
  granted("s3:GetObject", state, ["deployer", "terraformUser", "planner"], [...always, "replication"]),
  granted("s3:GetObject", lock, ["deployer", "terraformUser", "planner"], [...always, "replication"]),
  granted("s3:GetObjectVersion", state, [], readers),
  granted("s3:PutObject", state, ["deployer", "terraformUser"], always),
  granted("s3:DeleteObject", lock, ["deployer", "terraformUser"], always),
  granted(
    "s3:ListBucket",
    bucketArn,
    ["deployer", "terraformUser", "planner", "administrator"],
    [...always, "replication"],
  ),
  ...["s3:GetObject", "s3:PutObject", "s3:DeleteObject"].flatMap((action) =>
    [bootstrapState, bootstrapLock].map((object) =>
      granted(
        action,
        object,
        ["administrator"],
        [...always, ...(action === "s3:GetObject" ? (["replication"] as const) : [])],
      ),
    ),
  ),
];

function contextOf(action: string) {
  return action === "s3:PutObject" ? underTheKey : undefined;
}

const encryption: Column[] = [
  column("s3:PutObject", state, [], { note: "without encryption" }),
  column("s3:PutObject", state, [], { note: "AES256", context: { [algorithm]: "AES256" } }),
  column("s3:PutObject", state, [], { note: "AES256 and key", context: { [algorithm]: "AES256", [keyId]: alias } }),
  column("s3:PutObject", state, [], { note: "AWS's own key", context: { [algorithm]: "aws:kms" } }),
  ...[
    `arn:aws:kms:ap-northeast-1:${account}:key/99999999-2222-3333-4444-555555555555`,
    "arn:aws:kms:ap-northeast-1:210987654321:alias/terraform-state",
    "alias/other",
  ].map((key) => column("s3:PutObject", state, [], { note: key, context: { [algorithm]: "aws:kms", [keyId]: key } })),
  ...[keyArn, aliasArn].map((key) =>
    column("s3:PutObject", state, writers, { note: key, context: { [algorithm]: "aws:kms", [keyId]: key } }),
  ),
];

const bootstrapStateKey = "bootstrap/terraform.tfstate";
const requiredKey = { keyArn, aliasArn, alias };

describe("policy of the state bucket that also holds the bootstrap's state", () => {
  const policy = bucketPolicy({ bootstrapStateKey, requiredKey });
  const cases = matrix([...objects, ...bootstrapObjects, ...bucketItself, ...plaintext, ...encryption, ...grants]);

  test("answers each caller as it should", async () => {
    expect(cases.length).toBeGreaterThan(900);
    expect(await decisions(policy, cases)).toEqual(expectedDecisions(cases));
  });

  test("has no part that could be left out unnoticed", async () => {
    // In a bucket policy "all resources" are the bucket and its objects.
    const mutations = mutationsOf(policy).filter(({ change }) => !change.startsWith("with all resources"));

    expect(mutations.length).toBeGreaterThan(60);
    expect(await unnoticed(mutations, cases)).toEqual([]);
  }, 60_000);
});

describe("policy of another state bucket", () => {
  const policy = bucketPolicy();

  test("answers each caller as it should, under any encryption", async () => {
    const cases = matrix([
      ...objects,
      ...bucketItself,
      ...plaintext,
      ...["s3:GetObject", "s3:PutObject"].map((action) =>
        column(action, bootstrapState, action === "s3:GetObject" ? readers : writers),
      ),
      column("s3:PutObject", state, writers, { context: { [algorithm]: "AES256" }, note: "AES256" }),
    ]);

    expect(await decisions(policy, cases)).toEqual(expectedDecisions(cases));
  });

  test("names nobody twice", () => {
    for (const { Sid, Condition } of policy.Statement) {
      const named = Object.values(Condition ?? {}).flatMap((keys) => Object.values(keys).flat());
      expect([Sid, new Set(named).size]).toEqual([Sid, named.length]);
    }
  });

  test("leaves out what only planners would need when nobody only plans", () => {
    const withoutReaders = bucketPolicy({ access: { ...access, readers: [] } });

    expect(withoutReaders.Statement.map(({ Sid }) => Sid)).not.toContain("ReadersReadState");
  });
});

describe("policy of a bucket that receives copies", () => {
  const policy = bucketPolicy({ bootstrapStateKey, receivesReplicas: true });
  const replicas = ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"];

  test("lets replication write them, which it may not do to the state itself", async () => {
    const columns = (allowedToo: Caller[]) => [
      ...replicas.map((action) => column(action, state, [...writers, ...allowedToo])),
      ...replicas.map((action) => column(action, bootstrapState, [...bootstrappers, ...allowedToo])),
      column("s3:DeleteObjectVersion", state, ["breakGlass"]),
    ];
    const copies = matrix(columns(["replication"]));
    const originals = matrix(columns([]));

    expect(await decisions(policy, copies)).toEqual(expectedDecisions(copies));
    expect(await decisions(bucketPolicy({ bootstrapStateKey }), originals)).toEqual(expectedDecisions(originals));
  });
});
