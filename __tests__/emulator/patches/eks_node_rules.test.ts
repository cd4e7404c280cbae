import { UpdateNodegroupConfigCommand, UpdateNodegroupVersionCommand } from "@aws-sdk/client-eks";
import { startEmulator, type Emulator } from "../../../emulator/emulator";
import { EksApi, refusal } from "./eks-api";

let emulator: Emulator;
let eks: EksApi;

beforeAll(async () => {
  emulator = await startEmulator();
  eks = await EksApi.create(emulator);
  await eks.cluster("nodes", { version: "1.35" });
});

afterAll(async () => {
  await emulator.stop();
});

const invalid = (message: string) => `400 InvalidParameterException: ${message}`;

let templates = 0;

async function template(data: Readonly<Record<string, string>> = {}): Promise<{ id: string; version: string }> {
  const parameters = Object.entries(data).map(([name, value]) => [`LaunchTemplateData.${name}`, value]);
  templates += 1;
  const name = { LaunchTemplateName: `template-${templates}` };
  const id = await eks.ec2.create("launchTemplateId", "CreateLaunchTemplate", {
    ...name,
    ...(Object.fromEntries(parameters) as Record<string, string>),
  });
  return { id, version: "1" };
}

describe("CreateNodegroup", () => {
  const create = (input: Parameters<EksApi["nodeGroup"]>[1]) => refusal(eks.nodeGroup("nodes", input));
  const types = (count: number) => Array.from({ length: count }, (_, index) => `m${index + 1}.large`);

  test.each(["1.34", "1.36"])("refuses the version %s, which is not that of the cluster", async (version) => {
    expect(await create({ version })).toBe(
      invalid(`Node group version ${version} must be the version of the cluster, which is 1.35`),
    );
  });

  test("refuses a release for another version", async () => {
    expect(await create({ releaseVersion: "1.34.1-20260601" })).toBe(
      invalid("Requested release version 1.34.1-20260601 is not valid for kubernetes version 1.35."),
    );
    expect(await create({ nodegroupName: "release", releaseVersion: "1.35.1-20260601" })).toBe("accepted");
    expect(await create({ nodegroupName: "bottlerocket", releaseVersion: "1.49.0-713f44ce" })).toBe("accepted");
  });

  test("accepts up to 20 instance types", async () => {
    expect(await create({ instanceTypes: types(21) })).toBe(invalid("Instance types must be at most 20, found 21"));
    expect(await create({ nodegroupName: "many", instanceTypes: types(20) })).toBe("accepted");
    expect(await create({ nodegroupName: "none", instanceTypes: [] })).toBe("accepted");
  });

  test.each([
    ["AL2023_x86_64_STANDARD", "t4g.medium"],
    ["BOTTLEROCKET_x86_64", "im4gn.large"],
    ["AL2023_ARM_64_STANDARD", "g4dn.xlarge"],
  ] as const)("refuses for %s the instance type %s of another architecture", async (amiType, other) => {
    expect(await create({ amiType, instanceTypes: ["m6i.large", "m7g.large", other] })).toContain(
      `${other}] is not a valid instance type for requested amiType ${amiType}`,
    );
  });

  test("refuses a role that does not exist, and one that EC2 cannot assume", async () => {
    for (const name of ["absent", "cluster"]) {
      const nodeRole = `arn:aws:iam::123456789012:role/${name}`;
      expect(await create({ nodeRole })).toBe(
        invalid(
          `Following required service principals [ec2.amazonaws.com] were not found in the trust relationships of nodeRole ${nodeRole}`,
        ),
      );
    }
  });

  test("accepts an image for the architecture of the instance types", async () => {
    for (const [amiType, type] of [
      ["AL2023_x86_64_NVIDIA", "g4dn.xlarge"],
      ["BOTTLEROCKET_ARM_64", "r8gd.large"],
    ] as const) {
      expect(await create({ nodegroupName: amiType, amiType, instanceTypes: [type] })).toBe("accepted");
    }
  });

  test.each([
    [{ minSize: 2, desiredSize: 1, maxSize: 3 }, "Minimum capacity 2 can't be greater than desired size 1"],
    [{ minSize: 1, desiredSize: 4, maxSize: 3 }, "desiredSize can't be greater than maxSize"],
    [{ minSize: 4, maxSize: 3 }, "minSize can't be greater than maxSize"],
  ])("refuses the sizes %j", async (scalingConfig, message) => {
    expect(await create({ scalingConfig })).toBe(invalid(message));
  });

  test("refuses subnets of another VPC, and that do not exist", async () => {
    const elsewhere = await eks.ec2.subnet(await eks.ec2.vpc(), "10.0.0.0/24");
    expect(await create({ subnets: [elsewhere] })).toBe(
      invalid(`Subnet ${elsewhere} must be in the VPC of the cluster, ${eks.vpc}`),
    );
    expect(await create({ subnets: ["subnet-0"] })).toBe(invalid("The subnet ID 'subnet-0' does not exist"));
  });

  test("refuses in a launch template what the node group has, and the other way round", async () => {
    const withType = await template({ InstanceType: "m6i.large" });
    const refused = (message: string) => `400 InvalidRequestException: ${message}`;
    expect(await create({ launchTemplate: withType, instanceTypes: ["m6i.large"] })).toBe(
      refused("Cannot specify instance types in launch template and API request"),
    );
    expect(await create({ launchTemplate: await template(), diskSize: 50 })).toBe(
      refused("diskSize must be specified within the launch template"),
    );
    const interfaces = { "NetworkInterface.1.DeviceIndex": "0", "NetworkInterface.1.SubnetId": eks.subnets[0] ?? "" };
    expect(await create({ launchTemplate: await template(interfaces) })).toBe(
      refused("Launch template must not specify a subnet"),
    );
    expect(await create({ nodegroupName: "typed", launchTemplate: withType })).toBe("accepted");
  });
});

describe("UpdateNodegroupVersion", () => {
  test("moves up to the version of the cluster, never down", async () => {
    await eks.cluster("update");
    await eks.nodeGroup("update");
    expect(await refusal(eks.upgradeNodes("update", "1.35"))).toBe(
      invalid("Node group version 1.35 must not be newer than the cluster, which has 1.34"),
    );
    await eks.upgrade("update", "1.35");
    expect(await refusal(eks.upgradeNodes("update", "1.35", "1.34.1-20260601"))).toBe(
      invalid("Requested release version 1.34.1-20260601 is not valid for kubernetes version 1.35."),
    );
    expect(await refusal(eks.upgradeNodes("update", "1.35", "1.35.1-20260601"))).toBe("accepted");
    expect(await refusal(eks.upgradeNodes("update", "1.34"))).toBe(
      invalid("Node group version 1.35 cannot be rolled back to 1.34"),
    );
  });

  test("keeps the launch template, or that there is none", async () => {
    const first = await template();
    await eks.nodeGroup("nodes", { nodegroupName: "templated", launchTemplate: first });
    await eks.nodeGroup("nodes", { nodegroupName: "plain" });
    const update = (nodegroupName: string, launchTemplate: { id: string; version: string }) =>
      refusal(
        eks.client.send(new UpdateNodegroupVersionCommand({ clusterName: "nodes", nodegroupName, launchTemplate })),
      );
    expect(await update("templated", await template())).toMatch(/^400 InvalidParameterException: The launch template /);
    expect(await update("plain", first)).toMatch(/^400 InvalidParameterException: Cannot update to a launch template/);
    expect(await update("templated", first)).toBe("accepted");
  });
});

describe("UpdateNodegroupConfig", () => {
  test("compares with the sizes that the node group has", async () => {
    const scalingConfig = { minSize: 1, desiredSize: 1, maxSize: 3 };
    await eks.nodeGroup("nodes", { nodegroupName: "sizes", scalingConfig });
    const update = (sizes: Partial<typeof scalingConfig>) =>
      refusal(
        eks.client.send(
          new UpdateNodegroupConfigCommand({ clusterName: "nodes", nodegroupName: "sizes", scalingConfig: sizes }),
        ),
      );
    expect(await update({ minSize: 2 })).toBe(invalid("Minimum capacity 2 can't be greater than desired size 1"));
    expect(await update({ desiredSize: 4 })).toBe(invalid("desiredSize can't be greater than maxSize"));
    expect(await update({ minSize: 2, desiredSize: 2 })).toBe("accepted");
  });
});

describe("the interfaces of nodes", () => {
  test("occupy as many subnets as the group has nodes, and the groups of its launch template", async () => {
    const own = await EksApi.create(emulator);
    const group = await own.ec2.securityGroup(own.vpc);
    const extra = await own.ec2.subnet(own.vpc, "10.0.2.0/24");
    await own.cluster("interfaces");
    await own.nodeGroup("interfaces", {
      subnets: [extra, ...own.subnets],
      scalingConfig: { minSize: 0, desiredSize: 1, maxSize: 1 },
      launchTemplate: await template({ "SecurityGroupId.1": group }),
    });
    const deletions = async () => [
      await own.ec2.errorOf("DeleteSubnet", { SubnetId: extra }),
      await own.ec2.errorOf("DeleteSecurityGroup", { GroupId: group }),
    ];
    expect(await deletions()).toEqual([expect.stringMatching(/^Dependency/), expect.stringMatching(/^Dependency/)]);
    const scalingConfig = { desiredSize: 0 };
    const names = { clusterName: "interfaces", nodegroupName: "nodes" };
    await own.client.send(new UpdateNodegroupConfigCommand({ ...names, scalingConfig }));
    expect(await deletions()).toEqual(["", ""]);
  });
});
