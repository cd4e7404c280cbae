import { judge } from "../../../emulator/referee/judge";
import type { PolicyDocument } from "../../../emulator/referee/policy-document";
import type { RecordedCall } from "../../../emulator/referee/recorded-call";
import { account, allowing, call, ec2, region, resource, role } from "./calls";

const vpc = "vpc-0123456789abcdef0";
const bucket = "my-terraform-state-dev";
const keyArn = `arn:aws:kms:${region}:${account}:key/11111111-2222-3333-4444-555555555555`;
const boundary = `arn:aws:iam::${account}:policy/platform-dev-boundary`;

/** Each authorization as `action on resource: decision`. */
async function asked(of: RecordedCall): Promise<string[]> {
  const { authorizations } = await judge(of);
  return authorizations.map(({ action, resource: on, decision }) => `${action} on ${on}: ${decision}`);
}

async function verdict(of: RecordedCall): Promise<string> {
  return (await judge(of)).decision;
}

describe("a call becomes authorizations", () => {
  test("on each resource of EC2 that it names or creates, and on tagging what it creates", async () => {
    const tags = { TagSpecifications: [{ ResourceType: "subnet", Tags: [{ Key: "Environment", Value: "dev" }] }] };
    const facts = { resources: { [vpc]: resource(ec2("vpc", vpc), { tags: { Environment: "dev" } }) } };
    const policy: PolicyDocument = {
      Version: "2012-10-17",
      Statement: [
        ...allowing(["ec2:*"], ["*"], { StringEquals: { "aws:ResourceTag/Environment": ["dev"] } }).Statement,
        ...allowing(["ec2:CreateSubnet"], ["*"], { StringEquals: { "aws:RequestTag/Environment": ["dev"] } }).Statement,
        ...allowing(["ec2:CreateTags"], ["*"], { StringEquals: { "ec2:CreateAction": ["CreateSubnet"] } }).Statement,
      ],
    };
    expect(await asked(call("ec2:CreateSubnet", { VpcId: vpc, ...tags }, policy, { facts }))).toEqual([
      `ec2:CreateSubnet on ${ec2("subnet", "*")}: allowed`,
      `ec2:CreateSubnet on ${ec2("vpc", vpc)}: allowed`,
      `ec2:CreateTags on ${ec2("subnet", "*")}: allowed`,
    ]);
  });

  test.each([
    ["s3:HeadObject", { Bucket: bucket, Key: "a" }, "s3:GetObject", `arn:aws:s3:::${bucket}/a`],
    ["s3:GetObject", { Bucket: bucket, Key: "a", VersionId: "1" }, "s3:GetObjectVersion", `arn:aws:s3:::${bucket}/a`],
    ["s3:ListObjectsV2", { Bucket: bucket }, "s3:ListBucket", `arn:aws:s3:::${bucket}`],
    ["s3:GetBucketEncryption", { Bucket: bucket }, "s3:GetEncryptionConfiguration", `arn:aws:s3:::${bucket}`],
    [
      "sqs:GetQueueAttributes",
      { QueueUrl: `http://x/${account}/q` },
      "sqs:GetQueueAttributes",
      `arn:aws:sqs:${region}:${account}:q`,
    ],
    [
      "ssm:GetParameter",
      { Name: "/aws/service/eks/x" },
      "ssm:GetParameter",
      `arn:aws:ssm:${region}::parameter/aws/service/eks/x`,
    ],
    [
      "logs:PutRetentionPolicy",
      { logGroupName: "/aws/eks/a" },
      "logs:PutRetentionPolicy",
      `arn:aws:logs:${region}:${account}:log-group:/aws/eks/a`,
    ],
    ["iam:CreateRole", { RoleName: "a", Path: "/ci/" }, "iam:CreateRole", `arn:aws:iam::${account}:role/ci/a`],
    ["ecr:DescribeRepositories", {}, "ecr:DescribeRepositories", `arn:aws:ecr:${region}:${account}:repository/*`],
    [
      "events:PutRule",
      { Name: "a", EventBusName: "default" },
      "events:PutRule",
      `arn:aws:events:${region}:${account}:rule/a`,
    ],
    ["eks:DescribeCluster", { name: "a" }, "eks:DescribeCluster", `arn:aws:eks:${region}:${account}:cluster/a`],
    ["eks:CreateCluster", { name: "a" }, "eks:CreateCluster", "*"],
    ["elbv2:DescribeLoadBalancers", {}, "elasticloadbalancing:DescribeLoadBalancers", "*"],
  ])("%s", async (name, parameters, action, on) => {
    expect((await asked(call(name, parameters, allowing(["*"]))))[0]).toBe(`${action} on ${on}: allowed`);
  });

  test("on a public parameter, which has no account", async () => {
    const read = (path: string) =>
      call("ssm:GetParameter", { Name: path }, allowing(["ssm:*"], ["arn:aws:ssm:*::parameter/aws/service/*"]));
    expect(await verdict(read("/aws/service/eks/a"))).toBe("allowed");
    expect(await verdict(read("/own/a"))).toBe("denied");
  });

  test("the caller's identity needs no permission", async () => {
    expect(await verdict(call("sts:GetCallerIdentity", {}, allowing(["s3:GetObject"])))).toBe("allowed");
  });
});

describe("what AWS would refuse is denied", () => {
  test("a call without the permission", async () => {
    expect(await asked(call("ecr:GetAuthorizationToken", {}, allowing(["ecr:DescribeRegistry"])))).toEqual([
      "ecr:GetAuthorizationToken on *: implicitDeny",
    ]);
  });

  test("a resource with another environment's tag", async () => {
    const policy = allowing(["ec2:DeleteVpc"], ["*"], { StringEquals: { "aws:ResourceTag/Environment": ["dev"] } });
    const deletion = (Environment: string) =>
      call("ec2:DeleteVpc", { VpcId: vpc }, policy, {
        facts: { resources: { [vpc]: resource(ec2("vpc", vpc), { tags: { Environment } }) } },
      });
    expect(await verdict(deletion("dev"))).toBe("allowed");
    expect(await verdict(deletion("prod"))).toBe("denied");
  });

  test("a role without the boundary", async () => {
    const policy = allowing(["iam:CreateRole"], ["*"], { StringEquals: { "iam:PermissionsBoundary": [boundary] } });
    const creation = { RoleName: "platform-dev-node", AssumeRolePolicyDocument: "{}" };
    expect(await verdict(call("iam:CreateRole", { ...creation, PermissionsBoundary: boundary }, policy))).toBe(
      "allowed",
    );
    expect(await verdict(call("iam:CreateRole", creation, policy))).toBe("denied");
  });

  test("a bucket whose policy denies all callers", async () => {
    const Statement = [
      { Sid: "Tls", Effect: "Deny" as const, Principal: "*" as const, Action: ["s3:*"], Resource: ["*"] },
    ];
    const facts = {
      resources: { [bucket]: resource(`arn:aws:s3:::${bucket}`, { policy: { Version: "2012-10-17", Statement } }) },
    };
    const { authorizations } = await judge(call("s3:HeadBucket", { Bucket: bucket }, allowing(["*"]), { facts }));
    expect(authorizations).toMatchObject([{ decision: "explicitDeny", statements: ["resource/Tls"] }]);
  });

  test("a key whose policy does not name the caller's account", async () => {
    const facts = (AWS: string) => ({
      resources: {
        [keyArn]: resource(keyArn, {
          policy: {
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow" as const, Principal: { AWS: [AWS] }, Action: ["kms:*"], Resource: ["*"] }],
          },
        }),
      },
    });
    const describeKey = (AWS: string) =>
      call("kms:DescribeKey", { KeyId: keyArn }, allowing(["kms:*"]), { facts: facts(AWS) });
    expect(await verdict(describeKey(`arn:aws:iam::${account}:root`))).toBe("allowed");
    expect(await verdict(describeKey(`arn:aws:iam::${account}:role/Other`))).toBe("denied");
  });

  test("a role that does not trust the caller, and a second factor that is missing", async () => {
    const Condition = { Bool: { "aws:MultiFactorAuthPresent": ["true"] } };
    const trust = { Effect: "Allow" as const, Principal: { AWS: [role] }, Action: ["sts:AssumeRole"], Condition };
    const roleArn = `arn:aws:iam::${account}:role/Other`;
    const facts = {
      resources: { [roleArn]: resource(roleArn, { policy: { Version: "2012-10-17", Statement: [trust] } }) },
    };
    const factor = { SerialNumber: `arn:aws:iam::${account}:mfa/me`, TokenCode: "123456" };
    const assume = (more: object) =>
      call("sts:AssumeRole", { RoleArn: roleArn, ...more }, allowing(["s3:*"]), { facts });
    expect(await verdict(assume(factor))).toBe("allowed");
    const stranger = assume(factor);
    expect(await verdict({ ...stranger, caller: { ...stranger.caller, principalArn: `${role}X` } })).toBe("denied");
  });

  test.each([account, "210987654321"])("a role that does not exist in account %s", async (owner) => {
    const RoleArn = `arn:aws:iam::${owner}:role/Missing`;
    expect(await verdict(call("sts:AssumeRole", { RoleArn }, allowing(["*"])))).toBe("denied");
  });

  test("a bucket of another account where the policy demands the own account's", async () => {
    const own = allowing(["s3:GetObject"], ["*"], { StringEquals: { "aws:ResourceAccount": [account] } });
    const Statement = [{ Effect: "Allow" as const, Principal: "*" as const, Action: ["s3:*"], Resource: ["*"] }];
    const owned = (by: string) => ({
      resources: {
        [bucket]: {
          ...resource(`arn:aws:s3:::${bucket}`, { policy: { Version: "2012-10-17", Statement } }),
          account: by,
        },
      },
    });
    const get = (by: string) => call("s3:GetObject", { Bucket: bucket, Key: "a" }, own, { facts: owned(by) });
    expect(await verdict(get(account))).toBe("allowed");
    expect(await verdict(get("210987654321"))).toBe("denied");
  });

  test("what the boundary or the session's policy does not allow", async () => {
    const facts = (limit: object) => ({ facts: limit });
    const limit = allowing(["s3:*"]);
    const token = (more: object) => call("ecr:GetAuthorizationToken", {}, allowing(["*"]), facts(more));
    expect(await verdict(token({}))).toBe("allowed");
    expect(await verdict(token({ boundary: limit }))).toBe("denied");
    expect(await verdict(token({ sessionPolicies: [limit] }))).toBe("denied");
  });
});

describe("what cannot be known is undecided", () => {
  test.each([
    [
      "an operation that IAM does not know",
      call("s3:Undo", { Bucket: bucket }, allowing(["*"])),
      "no action of this name",
    ],
    [
      "a resource that the call does not name",
      call("kms:Decrypt", { CiphertextBlob: "(not recorded)" }, allowing(["*"])),
      "names no key",
    ],
    ["an EC2 resource without an ID", call("ec2:DeleteVpc", {}, allowing(["*"])), "names no vpc"],
  ])("%s", async (_, of, reason) => {
    const { decision, authorizations } = await judge(of);
    expect(decision).toBe("undecided");
    expect(authorizations[0]?.reason).toContain(reason);
  });

  test("a condition key of unknown value, if its value matters", async () => {
    const condition = { IpAddress: { "aws:SourceIp": ["192.0.2.0/24"] } };
    const list = (policy: PolicyDocument) => call("s3:ListBuckets", {}, policy);
    const conditional = allowing(["s3:ListAllMyBuckets"], ["*"], condition);
    expect(await judge(list(conditional))).toMatchObject({
      decision: "undecided",
      authorizations: [{ reason: "a policy tests aws:SourceIp, which the referee does not know here" }],
    });
    const both = { ...conditional, Statement: [...conditional.Statement, ...allowing(["s3:*"]).Statement] };
    expect(await verdict(list(both))).toBe("allowed");
  });

  test("tags of a resource that the facts do not know", async () => {
    const policy = allowing(["ec2:DeleteVpc"], ["*"], { StringEquals: { "aws:ResourceTag/Environment": ["dev"] } });
    expect(await verdict(call("ec2:DeleteVpc", { VpcId: vpc }, policy))).toBe("undecided");
  });

  test("but not the tags of an alias, which never has any", async () => {
    const policy: PolicyDocument = {
      Version: "2012-10-17",
      Statement: [
        ...allowing(["kms:DeleteAlias"], ["*"]).Statement,
        {
          Effect: "Deny",
          Action: ["kms:*"],
          Resource: ["*"],
          Condition: {
            StringNotEquals: { "aws:ResourceTag/Environment": ["dev"] },
            Null: { "aws:ResourceTag/Environment": ["false"] },
          },
        },
      ],
    };
    const facts = { resources: { "alias/one": resource(keyArn, { tags: { Environment: "dev" } }) } };
    expect(await asked(call("kms:DeleteAlias", { AliasName: "alias/one" }, policy, { facts }))).toContain(
      `kms:DeleteAlias on ${keyArn.replace(/key.*/, "alias/one")}: allowed`,
    );
  });
});
