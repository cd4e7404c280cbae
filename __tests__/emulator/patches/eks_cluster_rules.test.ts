import { DescribeClusterCommand, UpdateClusterConfigCommand } from "@aws-sdk/client-eks";
import { startEmulator, type Emulator } from "../../../emulator/emulator";
import { createRole, EksApi, refusal } from "./eks-api";

let emulator: Emulator;
let eks: EksApi;

beforeAll(async () => {
  emulator = await startEmulator();
  eks = await EksApi.create(emulator);
});

afterAll(async () => {
  await emulator.stop();
});

const invalid = (message: string) => `400 InvalidParameterException: ${message}`;

describe("CreateCluster", () => {
  test.each(["1.31", "1.100", "1", "v1.35", "latest"])("refuses the version %s", async (version) => {
    expect(await refusal(eks.cluster("version", { version }))).toBe(invalid("unsupported Kubernetes version"));
  });

  test("refuses a role that does not exist, and one that EKS cannot assume", async () => {
    const refused = (roleArn: string) =>
      invalid(
        `Role with arn: ${roleArn}, could not be assumed because it does not exist or the trusted entity is not correct`,
      );
    await createRole(emulator, "ec2-only", { Service: "ec2.amazonaws.com" });
    for (const name of ["absent", "path/cluster", "ec2-only"]) {
      const roleArn = `arn:aws:iam::123456789012:role/${name}`;
      expect(await refusal(eks.cluster("role", { roleArn }))).toBe(refused(roleArn));
    }
  });

  const inSubnets = (...subnetIds: string[]) => refusal(eks.cluster("subnets", { resourcesVpcConfig: { subnetIds } }));

  test("refuses subnets of one zone, of two VPCs and that do not exist", async () => {
    const [first = "", second = ""] = eks.subnets;
    const sameZone = await eks.ec2.subnet(eks.vpc, "10.0.2.0/24", "a");
    const elsewhere = await eks.ec2.subnet(await eks.ec2.vpc(), "10.0.0.0/24", "c");
    const oneZone = invalid("Subnets specified must be in at least two different AZs");
    expect(await inSubnets(first)).toBe(oneZone);
    expect(await inSubnets(first, sameZone)).toBe(oneZone);
    expect(await inSubnets(first, elsewhere)).toBe(invalid("Subnets specified must belong to the same VPC"));
    expect(await inSubnets(first, "subnet-0")).toBe(invalid("The subnet ID 'subnet-0' does not exist"));
    expect(await inSubnets(first, sameZone, second)).toBe("accepted");
  });

  test("refuses reserved tags", async () => {
    expect(await refusal(eks.cluster("tags", { tags: { "aws:team": "web" } }))).toMatch(
      /^400 InvalidParameterException/,
    );
    expect(await refusal(eks.cluster("tags", { tags: { team: "aws:web" } }))).toMatch(/^400 InvalidParameterException/);
    expect(await refusal(eks.cluster("tags", { tags: { "aws-team": "web" } }))).toBe("accepted");
  });
});

describe("UpdateClusterConfig", () => {
  test("keeps the zones and the VPC of a cluster", async () => {
    await eks.cluster("config");
    const other = await eks.ec2.subnet(eks.vpc, "10.0.3.0/24", "d");
    const [first = "", second = ""] = eks.subnets;
    const change = (...subnetIds: string[]) =>
      refusal(eks.client.send(new UpdateClusterConfigCommand({ name: "config", resourcesVpcConfig: { subnetIds } })));
    expect(await change(first, other)).toMatch(/^400 InvalidParameterException: Provided subnets belong to the AZs /);
    expect(await change(first, second, other)).toMatch(/^400 InvalidParameterException: Provided subnets /);
    expect(await change(second, await eks.ec2.subnet(eks.vpc, "10.0.4.0/24", "a"))).toBe("accepted");
  });
});

describe("UpdateClusterVersion", () => {
  const unsupported = (from: string, to: string) =>
    invalid(`Unsupported Kubernetes minor version update from ${from} to ${to}`);

  test("moves one minor version up", async () => {
    await eks.cluster("upgrade");
    expect(await refusal(eks.upgrade("upgrade", "1.36"))).toBe(unsupported("1.34", "1.36"));
    expect(await refusal(eks.upgrade("upgrade", "1.34"))).toBe(unsupported("1.34", "1.34"));
    expect(await refusal(eks.upgrade("upgrade", "1.33"))).toBe(unsupported("1.34", "1.33"));
    expect(await refusal(eks.upgrade("upgrade", "1.35"))).toBe("accepted");
    expect(await refusal(eks.upgrade("upgrade", "1.36"))).toBe("accepted");
  });

  test("moves down only as a rollback of the last upgrade, before the nodes follow it", async () => {
    await eks.cluster("rollback");
    await eks.nodeGroup("rollback");
    await eks.upgrade("rollback", "1.35");
    expect(await refusal(eks.upgrade("rollback", "1.33"))).toBe(unsupported("1.35", "1.33"));
    expect(await refusal(eks.upgrade("rollback", "1.34"))).toBe("accepted");
    await eks.upgrade("rollback", "1.35");
    await eks.upgradeNodes("rollback", "1.35");
    expect(await refusal(eks.upgrade("rollback", "1.34"))).toBe(unsupported("1.35", "1.34"));
  });

  test("leaves nodes at most three minor versions behind", async () => {
    await eks.cluster("skew");
    await eks.nodeGroup("skew");
    for (const version of ["1.35", "1.36", "1.37"]) await eks.upgrade("skew", version);
    expect(await refusal(eks.upgrade("skew", "1.38"))).toBe(
      "400 InvalidRequestException: Nodegroups nodes must be updated before updating cluster version to 1.38",
    );
    await eks.upgradeNodes("skew", "1.35");
    expect(await refusal(eks.upgrade("skew", "1.38"))).toBe("accepted");
  });
});

describe("DeleteCluster", () => {
  test("refuses a cluster with node groups, and one that is protected", async () => {
    await eks.cluster("delete", { deletionProtection: true });
    await eks.nodeGroup("delete");
    expect(await refusal(eks.deleteCluster("delete"))).toMatch(/^400 InvalidRequestException: .* deletion protection/);
    await eks.client.send(new UpdateClusterConfigCommand({ name: "delete", deletionProtection: false }));
    expect(await refusal(eks.deleteCluster("delete"))).toBe(
      "409 ResourceInUseException: Cluster has nodegroups attached",
    );
    await eks.deleteNodeGroup("delete");
    expect(await refusal(eks.deleteCluster("delete"))).toBe("accepted");
  });

  test("frees the subnets and groups that the control plane's interfaces used", async () => {
    const own = await EksApi.create(emulator);
    const group = await own.ec2.securityGroup(own.vpc);
    const [SubnetId = ""] = own.subnets;
    await own.cluster("network", {
      resourcesVpcConfig: { subnetIds: [...own.subnets], securityGroupIds: [group] },
    });
    const deletions = async () => [
      await own.ec2.errorOf("DeleteSubnet", { SubnetId }),
      await own.ec2.errorOf("DeleteSecurityGroup", { GroupId: group }),
    ];
    expect(await deletions()).toEqual([expect.stringMatching(/^Dependency/), expect.stringMatching(/^Dependency/)]);
    await own.deleteCluster("network");
    expect(await deletions()).toEqual(["", ""]);
  });

  test.each([
    ["is deleted with the cluster", false],
    ["is left while a rule of another group refers to it", true],
  ])("the security group of a cluster %s", async (_, isReferred) => {
    const own = await EksApi.create(emulator);
    await own.cluster("group");
    const { cluster } = await own.client.send(new DescribeClusterCommand({ name: "group" }));
    const GroupId = cluster?.resourcesVpcConfig?.clusterSecurityGroupId ?? "";
    const rule = { "IpPermissions.1.IpProtocol": "-1", "IpPermissions.1.Groups.1.GroupId": GroupId };
    const other = await own.ec2.securityGroup(own.vpc, "other");
    if (isReferred) await own.ec2.create("return", "AuthorizeSecurityGroupIngress", { GroupId: other, ...rule });
    expect(await own.ec2.errorOf("DeleteSecurityGroup", { GroupId })).toMatch(/^DependencyViolation: /);
    await own.deleteCluster("group");
    const { xml } = await own.ec2.call("DescribeSecurityGroups", {
      "Filter.1.Name": "vpc-id",
      "Filter.1.Value.1": own.vpc,
    });
    expect(xml.includes(GroupId)).toBe(isReferred);
  });
});
