import { judge } from "../../../emulator/referee/judge";
import { account, allowing, call, ec2, region, resource } from "./calls";

const node = `arn:aws:iam::${account}:role/platform-dev-node`;
const key = `arn:aws:kms:${region}:${account}:key/11111111-2222-3333-4444-555555555555`;
const bucket = "my-terraform-state-dev";
const everything = allowing(["*"]);

/** What AWS does with the caller's permissions: `action on resource`. */
async function onBehalf(of: Parameters<typeof judge>[0]): Promise<string[]> {
  const { authorizations } = await judge(of);
  return authorizations.filter((one) => one.onBehalf).map((one) => `${one.action} on ${one.resource}`);
}

const keyFacts = resource(key, {
  policy: {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { AWS: [`arn:aws:iam::${account}:root`] }, Action: ["kms:*"], Resource: ["*"] },
    ],
  },
});

describe("a role is passed", () => {
  const linked = (name: string) => `arn:aws:iam::${account}:role/aws-service-role/${name}`;

  test("to the service that takes it, and not to another", async () => {
    const to = (service: string) =>
      allowing(["ec2:CreateFlowLogs", "ec2:CreateTags", "iam:PassRole"], ["*"], {
        StringEqualsIfExists: { "iam:PassedToService": [service] },
      });
    const vpc = "vpc-0123456789abcdef0";
    const parameters = { ResourceIds: [vpc], DeliverLogsPermissionArn: node };
    const facts = { resources: { [vpc]: resource(ec2("vpc", vpc)), [node]: resource(node) } };
    const flowLogs = (service: string) => call("ec2:CreateFlowLogs", parameters, to(service), { facts });
    expect((await judge(flowLogs("vpc-flow-logs.amazonaws.com"))).decision).toBe("allowed");
    expect((await judge(flowLogs("ec2.amazonaws.com"))).decision).toBe("denied");
  });

  test("and the service creates its own role, unless the account has it", async () => {
    const parameters = { name: "platform-dev", roleArn: node };
    const own = linked("eks.amazonaws.com/AWSServiceRoleForAmazonEKS");
    expect(await onBehalf(call("eks:CreateCluster", parameters, everything))).toEqual([
      `iam:PassRole on ${node}`,
      `iam:CreateServiceLinkedRole on ${own}`,
    ]);
    const facts = { resources: { AWSServiceRoleForAmazonEKS: resource(own) } };
    expect(await onBehalf(call("eks:CreateCluster", parameters, everything, { facts }))).toEqual([
      `iam:PassRole on ${node}`,
    ]);
  });

  test("and EKS looks for that of its node groups as the caller", async () => {
    const own = linked("eks-nodegroup.amazonaws.com/AWSServiceRoleForAmazonEKSNodegroup");
    const parameters = { clusterName: "platform-dev", nodegroupName: "general", nodeRole: node };
    const looking = [`iam:PassRole on ${node}`, `iam:GetRole on ${own}`];
    expect(await onBehalf(call("eks:CreateNodegroup", parameters, everything))).toEqual([
      ...looking,
      `iam:CreateServiceLinkedRole on ${own}`,
    ]);
    const facts = { resources: { AWSServiceRoleForAmazonEKSNodegroup: resource(own) } };
    expect(await onBehalf(call("eks:CreateNodegroup", parameters, everything, { facts }))).toEqual(looking);
  });
});

describe("a key is used", () => {
  const bucketFacts = resource(`arn:aws:s3:::${bucket}`, { keyArn: key, bucketKey: true });
  const facts = { resources: { [bucket]: bucketFacts, [key]: keyFacts } };
  const write = (policy: typeof everything) => call("s3:PutObject", { Bucket: bucket, Key: "a" }, policy, { facts });

  test("through S3, with the bucket as encryption context", async () => {
    const through = (context: string) => ({
      Version: "2012-10-17",
      Statement: [
        ...allowing(["s3:PutObject"]).Statement,
        ...allowing(["kms:GenerateDataKey"], [key], {
          StringEquals: {
            "kms:ViaService": [`s3.${region}.amazonaws.com`],
            "kms:EncryptionContext:aws:s3:arn": [context],
          },
        }).Statement,
      ],
    });
    expect((await judge(write(through(`arn:aws:s3:::${bucket}`)))).decision).toBe("allowed");
    expect((await judge(write(through(`arn:aws:s3:::${bucket}/a`)))).decision).toBe("denied");
    expect((await judge(write(allowing(["s3:*"])))).decision).toBe("denied");
  });

  test("not for an object under a key of S3", async () => {
    const of = call("s3:PutObject", { Bucket: bucket, Key: "a", ServerSideEncryption: "AES256" }, everything, {
      facts,
    });
    expect(await onBehalf(of)).toEqual([]);
  });

  test("by grants for the secrets of a cluster and a repository", async () => {
    const known = { facts: { resources: { [key]: keyFacts, AWSServiceRoleForAmazonEKS: resource("arn:aws:iam::x") } } };
    const cluster = { name: "a", encryptionConfig: [{ provider: { keyArn: key } }] };
    const repository = { repositoryName: "a", encryptionConfiguration: { encryptionType: "KMS", kmsKey: key } };
    const grants = [`kms:DescribeKey on ${key}`, `kms:CreateGrant on ${key}`];
    expect(await onBehalf(call("eks:CreateCluster", cluster, everything, known))).toEqual(grants);
    expect(await onBehalf(call("ecr:CreateRepository", repository, everything, known))).toEqual(grants);
  });
});

test("that an object does not exist is told only to a caller who may list the bucket", async () => {
  const facts = { resources: { [bucket]: resource(`arn:aws:s3:::${bucket}`) } };
  const get = (action: string) =>
    call("s3:GetObject", { Bucket: bucket, Key: "a" }, allowing(["s3:GetObject", action]), { facts });
  expect((await judge(get("s3:ListBucket"))).decision).toBe("allowed");
  expect((await judge(get("s3:PutObject"))).decision).toBe("denied");
});

test("nodes are launched from a template with the tags that it sets", async () => {
  const template = "lt-0123456789abcdef0";
  const launch = { TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: "Environment", Value: "dev" }] }] };
  const facts = { resources: { [template]: resource(ec2("launch-template", template), { launch }) } };
  const parameters = { clusterName: "a", nodegroupName: "b", nodeRole: node, launchTemplate: { id: template } };
  const policy = allowing(["eks:*", "iam:*", "ec2:*"], ["*"], {
    StringEqualsIfExists: { "aws:RequestTag/Environment": ["prod"] },
  });
  const { authorizations } = await judge(call("eks:CreateNodegroup", parameters, policy, { facts }));
  const refused = authorizations.filter(({ decision }) => decision !== "allowed");
  expect(refused.map(({ action, resource: on }) => [action, on])).toEqual([
    ["ec2:RunInstances", ec2("instance", "*")],
    ["ec2:CreateTags", ec2("instance", "*")],
  ]);
});

describe("a repository is created by a pull", () => {
  const pull = call("ecr:BatchGetImage", { repositoryName: "quay/nginx", imageIds: [{ imageTag: "1" }] }, everything);
  const repository = `arn:aws:ecr:${region}:${account}:repository/quay/nginx`;

  test("through a cache that does not hold the image yet", async () => {
    expect(await onBehalf(pull)).toEqual([
      `ecr:BatchImportUpstreamImage on ${repository}`,
      `ecr:CreateRepository on ${repository}`,
    ]);
  });

  test("not if it exists", async () => {
    const resources = { "quay/nginx": resource(repository) };
    expect(await onBehalf({ ...pull, facts: { ...pull.facts, resources } })).toEqual([]);
  });
});

test("private names of an interface endpoint associate a hosted zone of AWS with the network", async () => {
  const endpoint = { VpcEndpointType: "Interface", VpcId: "vpc-0123456789abcdef0", ServiceName: "s3" };
  const associated = ["route53:AssociateVPCWithHostedZone on arn:aws:route53:::hostedzone/*"];
  expect(await onBehalf(call("ec2:CreateVpcEndpoint", endpoint, everything))).toEqual(associated);
  expect(await onBehalf(call("ec2:CreateVpcEndpoint", { ...endpoint, PrivateDnsEnabled: false }, everything))).toEqual(
    [],
  );
});
