import { App, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { EcrRepositories } from "../../src/constructs/ecr/ecr-repositories";
import { EcrRepository } from "../../src/constructs/ecr/ecr-repository";
import { ImageRegistry } from "../../src/constructs/ecr/image-registry";
import { PullThroughCache } from "../../src/constructs/ecr/pull-through-cache";
import { EksCluster } from "../../src/constructs/eks/cluster/eks-cluster";
import { SessionManagerAccess } from "../../src/constructs/eks/cluster/session-manager-access";
import { ClusterAutoscaler } from "../../src/constructs/eks/workloads/cluster-autoscaler";
import { ExternalDns } from "../../src/constructs/eks/workloads/external-dns";
import { Karpenter } from "../../src/constructs/eks/workloads/karpenter";
import { LoadBalancerController } from "../../src/constructs/eks/workloads/load-balancer-controller";
import { Workloads } from "../../src/constructs/eks/workloads/workloads";
import { IrsaRole } from "../../src/constructs/iam/irsa-role";
import { PodIdentityRole } from "../../src/constructs/iam/pod-identity-role";
import { CustomerKey } from "../../src/constructs/kms/customer-key";
import { EnvironmentKeys } from "../../src/constructs/kms/environment-keys";
import { ImageKey } from "../../src/constructs/kms/image-key";
import { LogKey } from "../../src/constructs/kms/log-key";
import { SecretsKey } from "../../src/constructs/kms/secrets-key";
import { VolumeKey } from "../../src/constructs/kms/volume-key";
import { Vpc } from "../../src/constructs/vpc/vpc";
import { OptionsError } from "../../src/options/parse-options";
import { pages } from "../../reference/pages";

type Props = Readonly<Record<string, unknown>>;
type Constructor = new (scope: Construct, id: string, props: never) => unknown;

const location = { region: "ap-northeast-1", accountId: "123456789012" };
const identity = { ...location, name: "platform-dev" };
const cluster = { ...location, clusterName: "platform-dev", dependsOn: [] };
const serviceAccount = { namespace: "apps", serviceAccount: "api" };
const keyArn = "arn:aws:kms:ap-northeast-1:123456789012:key/1";
const hostedZoneArns = ["arn:aws:route53:::hostedzone/Z1"];
const permissions = { roleName: "api", managedPolicyArns: [], policies: {} };
const key = { ...identity, deletionProtection: true };
const network = {
  vpcId: "vpc-1",
  privateSubnetIds: { a: "subnet-1", c: "subnet-2" },
  intraSubnetIds: { a: "subnet-3", c: "subnet-4" },
  privateAddresses: { a: 4000, c: 4000 },
  nodeConnectivity: [],
};

/** Every documented construct with most of its props. */
const constructs: Record<string, readonly [type: Constructor, props: Props]> = {
  Vpc: [
    Vpc,
    {
      ...identity,
      ...{ cidr: "10.10.0.0/16", availabilityZones: ["a", "c"], natGateways: "single", databaseSubnets: true },
      ...{ interfaceEndpoints: "none", flowLogRetentionDays: 90, logEncryptionKeyArn: keyArn },
      ...{ karpenter: true, clusterName: "platform-dev" },
    },
  ],
  EksCluster: [
    EksCluster,
    {
      ...identity,
      nodeGroups: { system: { instanceTypes: ["m6i.large"], minSize: 1, desiredSize: 1, maxSize: 2 } },
      ...{ version: "1.35", vpc: network, deletionProtection: true, access: {}, addonVersions: "latest", nodeTags: {} },
      ...{ logRetentionDays: 90, publicAccessCidrs: ["198.51.100.0/24"], logEncryptionKeyArn: keyArn },
      volumeEncryptionKeyArn: keyArn,
    },
  ],
  SessionManagerAccess: [
    SessionManagerAccess,
    {
      ...identity,
      ...{ vpcId: "vpc-1", subnetId: "subnet-1", clusterSecurityGroupId: "sg-1", clusterEndpoint: "https://a.example" },
      ...{ volumeEncryptionKeyArn: keyArn, dependsOn: [], localPort: 8443 },
    },
  ],
  Workloads: [
    Workloads,
    {
      ...cluster,
      ...{ vpcId: "vpc-1", isolatedVpc: false, autoscaledNodeGroupNames: ["a"], karpenter: true },
      ...{ clusterAutoscaler: true, loadBalancerController: true, externalDns: { hostedZoneArns } },
    },
  ],
  LoadBalancerController: [
    LoadBalancerController,
    { ...cluster, ...serviceAccount, vpcId: "vpc-1", isolatedVpc: false },
  ],
  ExternalDns: [ExternalDns, { ...cluster, ...serviceAccount, hostedZoneArns }],
  ClusterAutoscaler: [ClusterAutoscaler, { ...cluster, ...serviceAccount, nodeGroupNames: ["a"] }],
  Karpenter: [Karpenter, { ...cluster, ...serviceAccount, isolatedVpc: false }],
  PodIdentityRole: [PodIdentityRole, { ...cluster, ...serviceAccount, ...permissions, associate: true }],
  IrsaRole: [
    IrsaRole,
    {
      ...serviceAccount,
      ...permissions,
      oidcProviderArn: "arn:aws:iam::123456789012:oidc-provider/a",
      oidcIssuer: "oidc.example.com/id/A",
    },
  ],
  EcrRepositories: [EcrRepositories, { name: "platform-dev", repositories: { api: {} }, encryptionKeyArn: keyArn }],
  EcrRepository: [
    EcrRepository,
    {
      ...{ repositoryName: "platform-dev/api", encryptionKeyArn: keyArn, forceDelete: false, keepTagged: [] },
      pullers: { accounts: ["123456789012"] },
    },
  ],
  ImageRegistry: [
    ImageRegistry,
    {
      ...identity,
      ...{ encryptionKeyArn: keyArn, replicatedPrefixes: ["platform-dev/"], replicationRegions: ["us-east-1"] },
      ...{ enhancedScanning: true, pullThroughCache: { quay: { upstream: "quay.io" } } },
    },
  ],
  PullThroughCache: [
    PullThroughCache,
    { repositoryPrefix: "quay", upstream: "quay.io", credentialArn: undefined, encryption: undefined },
  ],
  EnvironmentKeys: [EnvironmentKeys, key],
  SecretsKey: [SecretsKey, key],
  ImageKey: [ImageKey, key],
  LogKey: [LogKey, { ...key, logGroupNames: ["/aws/eks/a"] }],
  VolumeKey: [VolumeKey, { ...key, roleArns: [] }],
  CustomerKey: [CustomerKey, { alias: "alias/a", deletionProtection: true, description: "Data", statements: [] }],
};

const circular: Record<string, unknown> = {};
circular.self = circular;

const throws = (): never => {
  throw new Error("unreadable");
};

/** Values that no prop has, as programs without types pass them. */
const faulty: Readonly<Record<string, unknown>> = {
  "an empty object": {},
  "a list with null": [null],
  "a sparse list": new Array(3),
  "a number": 5,
  "a symbol": Symbol("symbol"),
  "a BigInt": 5n,
  "a circular object": circular,
  "a getter that throws": Object.defineProperty({}, "value", { get: throws, enumerable: true }),
  "toJSON that throws": { toJSON: throws },
  "a date": new Date(0),
  "a long text": "a".repeat(5000),
};

type Outcome = "built" | "refused" | `crashed: ${string}`;

function outcomeOf(type: Constructor, props: unknown): Outcome {
  try {
    new type(new TerraformStack(new App(), "test"), "construct", props as never);
    return "built";
  } catch (error) {
    return error instanceof OptionsError
      ? "refused"
      : `crashed: ${String(error)} ${(error as Error).stack?.split("\n")[2] ?? ""}`;
  }
}

test("every documented construct is here", () => {
  expect(Object.keys(constructs).sort()).toEqual(Object.values(pages).flat().sort());
});

describe.each(Object.entries(constructs))("%s used directly", (_, [type, props]) => {
  const outcomesWith = (value: unknown) =>
    Object.fromEntries(Object.keys(props).map((prop) => [prop, outcomeOf(type, { ...props, [prop]: value })]));

  test("accepts its props", () => {
    expect(outcomeOf(type, props)).toBe("built");
  });

  test("refuses null for each prop, so that it never turns protection or encryption off", () => {
    expect(outcomesWith(null)).toEqual(Object.fromEntries(Object.keys(props).map((prop) => [prop, "refused"])));
  });

  test.each(Object.entries(faulty))("never crashes with %s", (_, value) => {
    const crashes = Object.entries(outcomesWith(value)).filter(([, outcome]) => outcome.startsWith("crashed"));
    expect(crashes).toEqual([]);
  });

  test.each([null, undefined, 5, [], {}, "props"])("refuses %p in place of its props", (other) => {
    expect(outcomeOf(type, other)).toBe("refused");
  });
});
