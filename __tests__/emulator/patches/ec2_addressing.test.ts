import { startEmulator, type Emulator } from "../../../emulator/emulator";
import { Ec2Api } from "./ec2-api";

let emulator: Emulator;
let ec2: Ec2Api;

beforeAll(async () => {
  emulator = await startEmulator();
  ec2 = new Ec2Api(emulator);
});

afterAll(async () => {
  await emulator.stop();
});

describe("CreateVpc", () => {
  test.each(["10.0.0.0/15", "10.0.0.0/29", "10.0.0.0", "300.0.0.0/16"])("refuses %s", async (CidrBlock) => {
    expect(await ec2.errorOf("CreateVpc", { CidrBlock })).toBe(`InvalidVpc.Range: The CIDR '${CidrBlock}' is invalid.`);
  });

  test.each(["10.0.0.0/16", "10.0.0.0/28"])("accepts %s", async (CidrBlock) => {
    expect(await ec2.errorOf("CreateVpc", { CidrBlock })).toBe("");
  });
});

describe("CreateSubnet", () => {
  let VpcId: string;

  beforeAll(async () => {
    VpcId = await ec2.vpc("10.1.0.0/16");
    await ec2.subnet(VpcId, "10.1.16.0/20");
  });

  const create = (CidrBlock: string) => ec2.errorOf("CreateSubnet", { VpcId, CidrBlock });

  test.each(["10.2.0.0/24", "10.0.0.0/15", "10.1.0.0/29", "all"])("refuses %s outside the range", async (cidr) => {
    expect(await create(cidr)).toBe(`InvalidSubnet.Range: The CIDR '${cidr}' is invalid.`);
  });

  test.each(["10.1.16.0/20", "10.1.0.0/16", "10.1.31.240/28"])("refuses %s, which overlaps", async (cidr) => {
    expect(await create(cidr)).toBe(`InvalidSubnet.Conflict: The CIDR '${cidr}' conflicts with another subnet`);
  });

  test.each(["10.1.0.0/20", "10.1.32.0/28"])("accepts %s beside it", async (cidr) => {
    expect(await create(cidr)).toBe("");
  });

  test("accepts in one VPC what another has, and refuses a VPC that does not exist", async () => {
    const parameters = { CidrBlock: "10.1.16.0/20" };
    expect(await ec2.errorOf("CreateSubnet", { ...parameters, VpcId: await ec2.vpc("10.1.0.0/16") })).toBe("");
    expect(await ec2.errorOf("CreateSubnet", { ...parameters, VpcId: "vpc-0" })).toBe(
      "InvalidVpcID.NotFound: The vpc ID 'vpc-0' does not exist",
    );
  });
});

describe("a route table", () => {
  test("has one route to a destination", async () => {
    const vpc = await ec2.vpc();
    const GatewayId = await ec2.internetGateway(vpc);
    const RouteTableId = await ec2.create("routeTableId", "CreateRouteTable", { VpcId: vpc });
    const route = { RouteTableId, GatewayId, DestinationCidrBlock: "0.0.0.0/0" };
    expect(await ec2.errorOf("CreateRoute", route)).toBe("");
    expect(await ec2.errorOf("CreateRoute", route)).toBe(
      "RouteAlreadyExists: The route identified by 0.0.0.0/0 already exists.",
    );
    expect(await ec2.errorOf("CreateRoute", { ...route, DestinationCidrBlock: "192.0.2.0/24" })).toBe("");
    expect(await ec2.errorOf("DeleteRoute", route)).toBe("");
    expect(await ec2.errorOf("DeleteRoute", route)).toBe(
      `InvalidRoute.NotFound: no route with destination-cidr-block 0.0.0.0/0 in route table ${RouteTableId}`,
    );
    expect(await ec2.errorOf("CreateRoute", route)).toBe("");
  });

  test("is the only one of a subnet", async () => {
    const vpc = await ec2.vpc();
    const SubnetId = await ec2.subnet(vpc, "10.0.0.0/24");
    const tables = [1, 2].map(() => ec2.create("routeTableId", "CreateRouteTable", { VpcId: vpc }));
    const [first = "", second = ""] = await Promise.all(tables);
    const AssociationId = await ec2.create("associationId", "AssociateRouteTable", { RouteTableId: first, SubnetId });
    expect(await ec2.errorOf("AssociateRouteTable", { RouteTableId: second, SubnetId })).toBe(
      `Resource.AlreadyAssociated: the specified association for route table ${second} conflicts with an existing association`,
    );
    await ec2.create("return", "DisassociateRouteTable", { AssociationId });
    expect(await ec2.errorOf("AssociateRouteTable", { RouteTableId: second, SubnetId })).toBe("");
  });
});

describe("a NAT gateway", () => {
  let SubnetId: string;
  let vpc: string;

  beforeEach(async () => {
    vpc = await ec2.vpc();
    SubnetId = await ec2.subnet(vpc, "10.0.0.0/24");
  });

  async function stateOf(parameters: Readonly<Record<string, string>>): Promise<string> {
    const id = await ec2.create("natGatewayId", "CreateNatGateway", { SubnetId, ...parameters });
    const { value } = await ec2.call("DescribeNatGateways", { "NatGatewayId.1": id });
    return [value("state"), value("failureCode"), value("failureMessage")].join(" ").trim();
  }

  const address = () => ec2.create("allocationId", "AllocateAddress", { Domain: "vpc" });

  test("needs an internet gateway, unless it is private", async () => {
    const failure = `failed Gateway.NotAttached Network ${vpc} has no Internet gateway attached`;
    expect(await stateOf({ AllocationId: await address() })).toBe(failure);
    expect(await stateOf({ ConnectivityType: "private" })).toBe("available");
    await ec2.internetGateway(vpc);
    expect(await stateOf({ AllocationId: await address() })).toBe("available");
  });

  test("needs an address of its own", async () => {
    await ec2.internetGateway(vpc);
    const AllocationId = await address();
    expect(await stateOf({ AllocationId })).toBe("available");
    const failure = `failed Resource.AlreadyAssociated Elastic IP address ${AllocationId} is already associated`;
    expect(await stateOf({ AllocationId })).toBe(failure);
    expect(await stateOf({ AllocationId: "eipalloc-0" })).toMatch(/^failed InvalidAllocationID\.NotFound /);
  });
});
