import { startEmulator, type Emulator } from "../../../emulator/emulator";
import { Ec2Api } from "./ec2-api";

let emulator: Emulator;
let ec2: Ec2Api;
let VpcId: string;
let zoneA: string;
let zoneC: string;

beforeAll(async () => {
  emulator = await startEmulator();
  ec2 = new Ec2Api(emulator);
  VpcId = await ec2.vpc();
  zoneA = await ec2.subnet(VpcId, "10.0.0.0/24", "a");
  zoneC = await ec2.subnet(VpcId, "10.0.1.0/24", "c");
});

afterAll(async () => {
  await emulator.stop();
});

const service = { ServiceName: "com.amazonaws.ap-northeast-1.sts", VpcEndpointType: "Interface" };
const create = (parameters: Readonly<Record<string, string>>) =>
  ec2.call("CreateVpcEndpoint", { VpcId, ...service, ...parameters });

describe("an interface endpoint", () => {
  test("has one subnet in each zone", async () => {
    const alsoZoneA = await ec2.subnet(VpcId, "10.0.2.0/24", "a");
    expect((await create({ "SubnetId.1": zoneA, "SubnetId.2": alsoZoneA })).error).toMatch(
      new RegExp(`^DuplicateSubnetsInSameZone: .* the availability zone of ${alsoZoneA}\\.`),
    );
    const { error, value } = await create({ "SubnetId.1": zoneA, "SubnetId.2": zoneC });
    expect(error).toBe("");
    const VpcEndpointId = value("vpcEndpointId");
    const add = { VpcEndpointId, "AddSubnetId.1": alsoZoneA };
    expect(await ec2.errorOf("ModifyVpcEndpoint", add)).toMatch(/^DuplicateSubnetsInSameZone: /);
    expect(await ec2.errorOf("ModifyVpcEndpoint", { ...add, "RemoveSubnetId.1": zoneA })).toBe("");
  });

  test("has private DNS only in a VPC with DNS host names and support", async () => {
    const dns = async () => (await create({ "SubnetId.1": zoneA, PrivateDnsEnabled: "true" })).error;
    const set = (attribute: string, value: string) =>
      ec2.create("return", "ModifyVpcAttribute", { VpcId, [`${attribute}.Value`]: value });
    expect(await dns()).toMatch(/^InvalidParameter: Enabling private DNS requires both /);
    await set("EnableDnsHostnames", "true");
    expect(await dns()).toBe("");
    await set("EnableDnsSupport", "false");
    expect(await dns()).toMatch(/^InvalidParameter: Enabling private DNS requires both /);
  });

  test("is in a VPC that exists", async () => {
    expect((await create({ VpcId: "vpc-0" })).error).toBe("InvalidVpcId.NotFound: The Vpc Id vpc-0 does not exist");
  });
});

test("a gateway endpoint needs neither subnets nor DNS", async () => {
  const gateway = { ServiceName: "com.amazonaws.ap-northeast-1.s3", VpcEndpointType: "Gateway" };
  expect(await ec2.errorOf("CreateVpcEndpoint", { VpcId, ...gateway })).toBe("");
});
